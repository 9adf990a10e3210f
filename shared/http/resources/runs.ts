import * as z from 'zod';
import { exampleOrigin, runId } from '../../domain/run/origin.ts';
import { publicationSchema } from '../../domain/run/publication.ts';
import { usageSchema } from '../../domain/run/usage.ts';
import { nextCursor, pageQuery } from '../paging.ts';
import type { Route } from '../route.ts';

const instant = z.string().meta({ format: 'date-time' });

const run = z
  .looseObject({
    run_id: runId,
    status: z.enum(['running', 'succeeded', 'failed']),
    started_at: instant,
    ended_at: instant.optional(),
    source: z
      .string()
      .meta({ description: 'What started the run', examples: ['aws.s3', 'strata.schedule', 'strata.api'] }),
    execution_arn: z.string(),
    as_of: z.iso.date().optional().meta({ description: 'The `as_of` date of the run' }),
    uploads: z.int().optional().meta({ description: 'Number of uploads in the run' }),
    policy_hash: z.string().optional(),
    failed_state: z.string().optional().meta({ description: 'State that failed, for a failed run' }),
    error: z.string().optional().meta({ description: 'Error name, for a failed run' }),
    message: z.string().optional().meta({ description: 'What is wrong and what to do, for a failed run' }),
    summary: z
      .looseObject({
        items_written: z.int().optional().meta({ description: 'Number of items that publish wrote' }),
        vanished: publicationSchema.shape.vanished
          .optional()
          .meta({ description: 'Missing customers: published, but no longer in the data' }),
        usage: usageSchema.nullish().meta({
          description: 'Resource usage; docs/publishing.md defines the figures, docs/cost.md prices them',
        }),
      })
      .optional()
      .meta({
        description: 'For a run that succeeded: counts by tier, segment and cluster, movement and usage',
      }),
  })
  .meta({ id: 'Run' });

const exampleRun = {
  run_id: exampleOrigin.run_id,
  status: 'succeeded',
  started_at: '2026-09-01T03:00:04.512Z',
  ended_at: '2026-09-01T03:02:41.020Z',
  source: 'strata.schedule',
  execution_arn: 'arn:aws:states:eu-central-1:111122223333:execution:Strata:4f0c',
  as_of: '2026-08-31',
  uploads: 3,
  summary: {
    customers: 300_000,
    items_written: 56_120,
    vanished: { kept: 12, new: 2, returned: 0, removed: 0 },
    usage: {
      ...{ invocations: 105, milliseconds: 318_400, gb_seconds: 668.2, states_entered: 118, executions: 100 },
      table: {
        ...{ requests: 2740, read_units: 246, write_units: 295_870 },
        ...{ items_put: 56_124, items_deleted: 0, bytes_put: 141_872_004 },
      },
      objects: { puts: 310, lists: 142, gets: 520, bytes_put: 402_118_310, bytes_got: 951_402_224 },
      stages: [],
    },
  },
};

const oneRun = z
  .looseObject({
    ...run.shape,
    current: z.boolean().meta({ description: 'Whether this is the current run, which readers see' }),
  })
  .meta({ id: 'OneRun', examples: [{ ...exampleRun, current: true }] });

const runs = z
  .strictObject({
    current_run_id: z
      .string()
      .nullable()
      .meta({ description: 'The run that readers see; null before the first run completes' }),
    runs: z.array(run),
    next_cursor: nextCursor,
  })
  .meta({
    id: 'Runs',
    examples: [{ current_run_id: exampleOrigin.run_id, runs: [exampleRun], next_cursor: null }],
  });

const quality = z
  .looseObject({
    run_id: runId,
    as_of: z.string().nullable(),
    totals: z.record(z.string(), z.number()).meta({ description: 'Uploads and rows by outcome' }),
    uploads: z.array(z.looseObject({ upload_id: z.string(), key: z.string(), status: z.string() })),
  })
  .meta({
    id: 'Quality',
    description: "The run's `quality.json`; docs/quality.md defines each figure",
    examples: [
      {
        ...exampleOrigin,
        totals: { uploads: 1, rejected: 0, rows: 40312, kept: 40101, duplicates: 120, filtered: 31, quarantined: 60 },
        uploads: [{ upload_id: '20260831T220501000Z-1f0c9a7be2d4', key: 'inbox/orders/august.csv', status: 'cleaned' }],
      },
    ],
  });

const files = z
  .strictObject({
    run_id: runId,
    as_of: z.string().nullable(),
    expires_at: instant.meta({ description: 'When the links expire' }),
    files: z.array(
      z.strictObject({
        name: z.string(),
        bytes: z.int(),
        url: z.string().meta({ format: 'uri', description: 'Download it with GET, without a token' }),
      }),
    ),
  })
  .meta({
    id: 'RunFiles',
    examples: [
      {
        ...exampleOrigin,
        expires_at: '2026-09-01T09:15:00.000Z',
        files: [
          {
            name: 'customers.parquet',
            bytes: 412034,
            url: 'https://lake.s3.eu-central-1.amazonaws.com/runs/20260901T030004512Z-7be2d41f/customers.parquet?X-Amz-Signature=6f1c',
          },
        ],
      },
    ],
  });

const runRequest = z
  .strictObject({
    as_of: z.iso.date().optional().meta({
      description: 'The date to segment for; later orders are ignored. Default: the date of the newest order',
    }),
    accept_gate: z
      .boolean()
      .default(false)
      .meta({ description: 'Process the waiting uploads even if the gate has findings' }),
  })
  .meta({ id: 'RunRequest', examples: [{ as_of: '2026-08-31' }] });

const accepted = z
  .strictObject({
    execution_arn: z.string(),
    as_of: z.iso.date().nullable(),
    accept_gate: z.boolean(),
    runs: z.literal('/v1/runs').meta({ description: 'Where the run appears once it holds the lock' }),
  })
  .meta({
    id: 'RunAccepted',
    examples: [{ execution_arn: exampleRun.execution_arn, as_of: '2026-08-31', accept_gate: false, runs: '/v1/runs' }],
  });

export const runRoutes = [
  {
    method: 'GET',
    path: '/v1/runs',
    scope: 'tiers/read',
    handler: 'query',
    operation: 'listRuns',
    summary: 'All runs, newest first',
    query: z.strictObject(pageQuery),
    response: { status: 200, schema: runs },
    problems: [],
  },
  {
    method: 'POST',
    path: '/v1/runs',
    scope: 'runs/write',
    handler: 'start-run',
    operation: 'startRun',
    summary: 'Starts a run',
    description: 'Starts an execution. It becomes a run, with an id, when no other run is in progress.',
    body: runRequest,
    response: { status: 202, schema: accepted, headers: { Location: 'Where runs are listed' } },
    problems: [],
  },
  {
    method: 'GET',
    path: '/v1/runs/{id}',
    scope: 'tiers/read',
    handler: 'query',
    operation: 'getRun',
    summary: 'One run, including failed runs and runs in progress',
    parameters: { id: runId },
    response: { status: 200, schema: oneRun },
    problems: ['run-not-found'],
  },
  {
    method: 'GET',
    path: '/v1/runs/{id}/quality',
    scope: 'tiers/read',
    handler: 'run-files',
    operation: 'getRunQuality',
    summary: 'Quality report of a run: its uploads and the outcome of every row',
    parameters: { id: runId },
    response: { status: 200, schema: quality },
    problems: ['run-not-found', 'no-quality-yet', 'run-files-deleted'],
  },
  {
    method: 'GET',
    path: '/v1/runs/{id}/files',
    scope: 'tiers/read',
    handler: 'run-files',
    operation: 'getRunFiles',
    summary: "Links to a run's files",
    description:
      'Customers as CSV and Parquet, the model and the other files of the run. Only for runs that succeeded, as long as the policy keeps their files.',
    parameters: { id: runId },
    response: { status: 200, schema: files },
    problems: ['run-not-found', 'run-not-complete', 'run-files-deleted'],
  },
] as const satisfies readonly Route[];
