import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runTable } from '../../../../shared/adapters/tables/run-table.ts';
import { memoryTables } from '../../api/query/api-table.ts';
import { connectHandlers } from '../../handlers.ts';

let server: ReturnType<typeof memoryTables>;
beforeAll(() => {
  server = memoryTables();
});
afterAll(() => server.close());

it('reports the overdue run as a metric of this deployment', async () => {
  vi.stubEnv('DEPLOYMENT', 'Staging');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  // Writes to the console that can be observed.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  const written = vi.spyOn(console, 'log').mockImplementation(() => {});
  const { items } = server.newTable();
  const runs = runTable(items);
  await runs.putRun({
    run_id: 'r',
    status: 'succeeded',
    started_at: '2020-01-01T00:00:00Z',
    source: '',
    execution_arn: '',
  });
  await runs.makeCurrent('r');
  await connectHandlers({ table: items });
  const { handler } = await import('../../../../functions/operations/check-schedule/handler.ts');

  await handler();

  const [line] = written.mock.calls.flat();
  expect(JSON.parse(line)).toMatchObject({
    MonthlyRunOverdue: 1,
    service: 'strata',
    deployment: 'Staging',
    _aws: {
      CloudWatchMetrics: [{ Namespace: 'Strata', Dimensions: [expect.arrayContaining(['service', 'deployment'])] }],
    },
  });
});
