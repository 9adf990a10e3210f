import * as z from 'zod';
import { exampleOrigin, origin } from '../../domain/run/origin.ts';
import { overrideSchema } from '../../domain/tiers/overrides/override.ts';
import type { Route } from '../route.ts';
import { customerIdInPath, shownId } from './customer-id.ts';

const { kind, tier, reason, author, expires_on } = overrideSchema.shape;
const examplePin = {
  kind: 'pin',
  tier: 'gold',
  reason: 'Partner of the spring campaign',
  author: 'Li Na',
  expires_on: null,
} as const;

const decisionFields = {
  kind: kind.meta({
    description: '`pin`: exactly this tier; `floor`: this tier or higher; `ceiling`: this tier or lower',
  }),
  tier: tier.meta({ description: 'Name of the tier in the policy' }),
  reason: reason.meta({ description: 'Why; personal identifiers such as e-mails and phone numbers are masked' }),
  author: author.meta({ description: 'Who decided; only the part of an e-mail address before the @ is kept' }),
};
const lastDay = { description: 'The last day on which the override holds; null: until it is ended' };
const setAt = z.string().meta({ format: 'date-time', description: 'When the override was set' });
const effective = z.literal('with-the-next-run').meta({ description: 'When it takes effect' });

const request = z
  .strictObject({ ...decisionFields, expires_on: expires_on.meta(lastDay) })
  .meta({ id: 'OverrideRequest', examples: [examplePin, { ...examplePin, kind: 'floor', expires_on: '2027-03-31' }] });

/** An override in a response. */
const override = z
  .strictObject({ ...decisionFields, expires_on: expires_on.unwrap().meta(lastDay) })
  .meta({ id: 'Override', description: "A manual decision about a customer's tier", examples: [examplePin] });

export const overrideInForce = override
  .nullable()
  .meta({ description: 'The override in force in this run; null for most customers' });

/** The override in force and the one that waits for the next run. */
export const overrides = z
  .strictObject({
    in_force: overrideInForce,
    waiting: z
      .union([
        z.strictObject({ ...override.shape, set_at: setAt }),
        z.strictObject({ kind: z.literal('none'), set_at: setAt }),
      ])
      .nullable()
      .meta({
        description:
          'The override set since then, which takes effect with the next run; kind `none` ends the one in force',
      }),
  })
  .meta({ id: 'CustomerOverrides', examples: [{ in_force: examplePin, waiting: null }] });

const responseFields = { ...origin, customer_id: shownId };
const exampleResponse = { ...exampleOrigin, customer_id: '17850' };
const exampleSetAt = '2026-09-02T10:00:00.000Z';

const accepted = z.strictObject({ ...responseFields, override, set_at: setAt, effective }).meta({
  id: 'OverrideAccepted',
  examples: [{ ...exampleResponse, override: examplePin, set_at: exampleSetAt, effective: 'with-the-next-run' }],
});

const ended = z.strictObject({ ...responseFields, set_at: setAt, effective }).meta({
  id: 'OverrideEnded',
  examples: [{ ...exampleResponse, set_at: exampleSetAt, effective: 'with-the-next-run' }],
});

const customerOverride = {
  path: '/v1/customers/{id}/override',
  scope: 'customers/write',
  handler: 'override',
  parameters: { id: customerIdInPath },
} as const;

export const overrideRoutes = [
  {
    ...customerOverride,
    method: 'PUT',
    operation: 'setOverride',
    summary: "Pins a customer's tier, or gives it a floor or a ceiling",
    description:
      'Replaces any override the customer has. It takes effect with the next run; until then it is shown as `waiting`.',
    body: request,
    response: { status: 202, schema: accepted },
    problems: ['customer-not-found', 'tier-not-found', 'no-run-yet', 'try-again'],
  },
  {
    ...customerOverride,
    method: 'DELETE',
    operation: 'endOverride',
    summary: "Ends a customer's override, including one from a file",
    description: 'Takes effect with the next run. Does nothing if there is no override.',
    response: { status: 202, schema: ended },
    problems: ['customer-not-found', 'no-run-yet', 'try-again'],
  },
] as const satisfies readonly Route[];
