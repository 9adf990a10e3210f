import type { Node } from 'constructs';
import { z } from 'zod';
import { scheduleOptions } from '../shared/domain/run/schedule-options.ts';

/** Deployment options, given as CDK context: `npx cdk deploy -c architecture=arm64 -c timeZone=Asia/Shanghai`. */
const schema = z.object({
  /** Stack name; one account can have several stacks. */
  stackName: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/)
    .default('Strata'),
  /** Lambda architecture. */
  architecture: z.enum(['x86_64', 'arm64']).default('x86_64'),
  /** Number of customer buckets. It determines the layout of the lake, so it cannot change after the first run. */
  buckets: z.coerce.number().int().min(1).max(1024).default(32),
  /**
   * Maximum number of functions that a map of the workflow runs at a time. New accounts run as few as 10 functions at once;
   * leave some of them for the API.
   */
  mapConcurrency: z.coerce.number().int().min(1).max(1000).default(40),
  /** How long the inbox must stay unchanged before a run begins, in seconds. */
  settleSeconds: z.coerce.number().int().min(0).max(3600).default(60),
  /** When the monthly run starts: `scheduleDay`, `scheduleHour`, `timeZone`. */
  ...scheduleOptions,
  /** How long clients may cache a customer's tier, in seconds; never beyond the next scheduled run. */
  cacheSeconds: z.coerce.number().int().min(0).max(86_400).default(3600),
  /** API requests per second over all clients, and burst above that rate. */
  rateLimit: z.coerce.number().int().min(1).default(100),
  burstLimit: z.coerce.number().int().min(1).default(200),
  /** Origins whose web pages may call the API, separated by commas. Default: none. */
  corsOrigins: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(z.url('expected origins such as https://crm.example.com'))),
});

export type Options = z.infer<typeof schema>;

/**
 * Reads and validates the deployment options from CDK context, with defaults for missing ones.
 * @throws {Error} naming each invalid option
 */
export function readOptions(node: Node): Options {
  const given = Object.keys(schema.shape).map((name) => [name, node.tryGetContext(name)]);
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (!parsed.success) throw new Error(`Invalid context values: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
