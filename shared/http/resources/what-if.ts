import * as z from 'zod';
import { exampleOrigin } from '../../domain/run/origin.ts';
import { whatIfAnswerSchema } from '../../domain/run/what-if.ts';
import type { Route } from '../route.ts';

const whatIfId = z
  .string()
  .min(1)
  .max(100)
  .meta({ description: 'The `what_if_id` that the POST returned', examples: ['20260902T091500000Z-5d3c90ae'] });

const exampleId = '20260902T091500000Z-5d3c90ae';

const request = z
  .strictObject({
    policy: z.looseObject({}).meta({ description: 'A complete policy, in the form of `policy.json`: docs/policy.md' }),
  })
  .meta({
    id: 'WhatIfRequest',
    examples: [
      {
        policy: {
          tiers: [
            { name: 'gold', label: { en: 'Gold', zh: '金卡' }, share: 0.2 },
            { name: 'standard', label: { en: 'Standard', zh: '普通' } },
          ],
        },
      },
    ],
  });

const accepted = z
  .strictObject({
    what_if_id: whatIfId,
    policy_hash: z.string(),
    what_if: z.string().meta({ description: 'Where the result will be' }),
  })
  .meta({
    id: 'WhatIfAccepted',
    examples: [{ what_if_id: exampleId, policy_hash: '5b1f0c9a7be2', what_if: `/v1/what-if/${exampleId}` }],
  });

const link = z.strictObject({
  name: z.string(),
  url: z.string().meta({ format: 'uri', description: 'Download it with GET, without a token' }),
  expires_at: z.string().meta({ format: 'date-time' }),
});

const exampleFigures = { customers: 250, share: 0.05, monetary_total: 910230.5, clv: 402118.25, budget: 50000 };
const exampleMover = { from: 'silver', to: 'gold', cause: 'policy changed' };

const outcome = z
  .strictObject({
    what_if_id: whatIfId,
    status: z.enum(['running', 'succeeded', 'failed']),
    run_id: z
      .string()
      .nullable()
      .meta({ description: 'The run whose customers were evaluated; null while the what-if is running' }),
    as_of: z.string().nullable().meta({ description: 'The `as_of` date of that run' }),
    error: z.string().nullable().meta({ description: 'Error name, for a failed what-if' }),
    message: z.string().nullable().meta({ description: 'What is wrong and what to do, for a failed what-if' }),
    answer: whatIfAnswerSchema.nullable(),
    movers_file: link.nullable().meta({ description: 'All customers who change tier, as CSV' }),
  })
  .meta({
    id: 'WhatIf',
    examples: [
      {
        what_if_id: exampleId,
        status: 'succeeded',
        ...exampleOrigin,
        error: null,
        message: null,
        answer: {
          policy_hash: '5b1f0c9a7be2',
          policy_changes: [{ field: 'tiers.gold.share', before: 0.15, after: 0.2 }],
          not_evaluated: [{ section: 'windowMonths', reason: 'features are built by it' }],
          tiers: [
            {
              ...{ tier: 'gold', label_en: 'Gold', label_zh: '金卡' },
              ...{ now: exampleFigures, at_once: exampleFigures, in_the_end: exampleFigures },
            },
          ],
          segments: null,
          movers: {
            customers: 1,
            ways: [{ ...exampleMover, customers: 1 }],
            first: [
              {
                ...{ customer_id: '17850', ...exampleMover, value_score: 82.4 },
                ...{ reason: 'Gold: value score 82.4 of 100', reason_zh: '金卡：价值分 82.4（满分 100）' },
              },
            ],
          },
          foretold: [{ on: '2026-10-01', from: 'silver', to: 'standard', customers: 12 }],
        },
        movers_file: {
          name: 'movers.csv',
          url: `https://lake.s3.eu-central-1.amazonaws.com/what-if/${exampleId}/movers.csv?X-Amz-Signature=6f1c`,
          expires_at: '2026-09-02T09:31:00.000Z',
        },
      },
    ],
  });

export const whatIfRoutes = [
  {
    method: 'POST',
    path: '/v1/what-if',
    scope: 'runs/write',
    handler: 'what-if',
    operation: 'askWhatIf',
    summary: 'Starts a what-if: the effect of another policy on the customers of the current run',
    description: 'Publishes nothing and neither waits for a run nor affects one. The result is kept for 30 days.',
    body: request,
    response: { status: 202, schema: accepted, headers: { Location: 'Where the result will be' } },
    problems: [],
  },
  {
    method: 'GET',
    path: '/v1/what-if/{id}',
    scope: 'tiers/read',
    handler: 'what-if',
    operation: 'getWhatIf',
    summary: 'Status and result of a what-if',
    description:
      'What the next run would do if the policy were adopted now and customers stayed as they are: size, value and cost of each tier, who moves and why, and projected demotions.',
    parameters: { id: whatIfId },
    response: { status: 200, schema: outcome },
    problems: ['what-if-not-found'],
  },
] as const satisfies readonly Route[];
