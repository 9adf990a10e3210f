import { openTable } from '#platform';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { metrics } from '../../../shared/observability.ts';
import { isRunOverdue } from './check-schedule.ts';

const config = loadConfig(
  environment.pick({ TABLE: true, SCHEDULE_DAY: true, SCHEDULE_HOUR: true, SCHEDULE_TIME_ZONE: true }),
);
const dependencies = {
  runs: runTable(openTable(config.TABLE)),
  schedule: { day: config.SCHEDULE_DAY, hour: config.SCHEDULE_HOUR, timeZone: config.SCHEDULE_TIME_ZONE },
  now: Date.now,
};

/** Reports several times a day whether the monthly run is overdue, because an alarm looks back a week at most. */
export const handler = async (): Promise<void> => {
  metrics.addMetric('MonthlyRunOverdue', 'Count', (await isRunOverdue(dependencies)) ? 1 : 0);
  metrics.publishStoredMetrics();
};
