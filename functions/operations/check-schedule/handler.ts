import { openTable } from '#platform';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig, scheduleEnvironment, scheduleOf } from '../../../shared/config.ts';
import { metrics } from '../../../shared/observability.ts';
import { isRunOverdue } from './check-schedule.ts';

const config = loadConfig(environment.pick({ TABLE: true, ...scheduleEnvironment }));
const dependencies = {
  runs: runTable(openTable(config.TABLE)),
  schedule: scheduleOf(config),
  now: Date.now,
};

/** Reports several times a day whether the monthly run is overdue, because an alarm looks back a week at most. */
export const handler = async (): Promise<void> => {
  metrics.addMetric('MonthlyRunOverdue', 'Count', (await isRunOverdue(dependencies)) ? 1 : 0);
  metrics.publishStoredMetrics();
};
