import type { Node } from 'constructs';
import { z } from 'zod';
import { scheduleOptions } from '../shared/domain/run/schedule-options.ts';
import { scopes } from '../shared/http/routes.ts';

/** Words that Cognito reserves in domain names, which begin with the stack's name. */
const RESERVED_WORDS = /aws|amazon|cognito/i;
/** Beginnings that S3 reserves in bucket names, which begin with the stack's name. */
const RESERVED_PREFIXES = /^(xn--|sthree-|amzn-)/i;
/** An authorizer of API Gateway has at most 50 audiences. */
const MAX_CLIENTS = 50;

/** Text of `-c` on the command line is JSON; in a file it is the value itself. */
const fromCommandLine = (value: unknown) => (typeof value === 'string' ? parseJson(value) : value);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const origins = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter(Boolean))
  .pipe(z.array(z.url('expected origins such as https://crm.example.com')));

/** Deployment options, given in `context` of cdk.json: `"timeZone": "Asia/Shanghai"`. */
const schema = z.strictObject({
  /** Stack name; one account can have several stacks. */
  stackName: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/)
    .refine((name) => !RESERVED_WORDS.test(name), 'contains aws, amazon or cognito, which Cognito reserves in domains')
    .refine((name) => !RESERVED_PREFIXES.test(name), 'begins with what S3 reserves in bucket names')
    .default('Strata'),
  /** Lambda architecture. */
  architecture: z.enum(['x86_64', 'arm64']).default('x86_64'),
  /** Number of customer buckets. It determines the layout of the lake: once a run has recorded it, runs refuse another. */
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
  /** Origins whose web pages may call the API and upload to the inbox, separated by commas. Default: none. */
  corsOrigins: origins,
  /** The programs that may call the API: name → scopes. The first is the one that the outputs name. */
  clients: z
    .preprocess(
      fromCommandLine,
      z
        .record(
          z
            .string()
            .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected a name of lower-case letters, digits and hyphens')
            .max(40),
          z.array(z.enum(scopes)).min(1),
        )
        .refine((clients) => Object.keys(clients).length >= 1, 'expected at least one client')
        .refine((clients) => Object.keys(clients).length <= MAX_CLIENTS, `expected at most ${MAX_CLIENTS} clients`),
    )
    .default({ administrator: [...scopes] }),
});

export type Options = z.output<typeof schema>;

/** The names of all options, as in the context. */
export const optionNames = Object.keys(schema.shape);

/** Several stacks by name, each with the options in which it differs: `"stacks": { "Staging": { "scheduleDay": 2 } }`. */
const stacksSchema = z.preprocess(fromCommandLine, z.record(z.string(), z.record(z.string(), z.unknown())).optional());

/**
 * Reads and validates the options of one stack from CDK context, with defaults for missing ones.
 * @throws {Error} naming each invalid option
 */
export const readOptions = (node: Node): Options => parse(schema, sharedOptions(node));

/**
 * Reads and validates the options of every stack: those that `stacks` in the context lists, or the one that the context describes.
 * @throws {Error} naming each invalid option
 */
export function readStacks(node: Node): Options[] {
  const stacks = parse(stacksSchema, node.tryGetContext('stacks'));
  if (!stacks) return [readOptions(node)];
  return Object.entries(stacks).map(([stackName, own]) => parse(schema, { ...sharedOptions(node), ...own, stackName }));
}

const sharedOptions = (node: Node) => Object.fromEntries(optionNames.map((name) => [name, node.tryGetContext(name)]));

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(`Invalid context values: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
