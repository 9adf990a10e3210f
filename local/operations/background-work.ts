import type { Schedule } from '../../shared/domain/run/schedule.ts';
import type { Platform } from '../platform/start-platform.ts';
import { repeat } from './repeat.ts';
import { scheduledRuns } from './scheduled-runs.ts';

const SCHEDULE_CHECK_MS = 30_000;

interface Options {
  schedule: Schedule;
  onError: (error: unknown) => void;
}

/** Starts what goes on by itself while the API is served. @returns a function that ends it */
export function startBackgroundWork(
  { runs, workflow }: Pick<Platform, 'runs' | 'workflow'>,
  { schedule, onError }: Options,
): () => Promise<void> {
  const repetitions = [repeat(scheduledRuns({ schedule, runs, workflow, now: Date.now }), SCHEDULE_CHECK_MS, onError)];
  return async () => {
    await Promise.all(repetitions.map(({ stop }) => stop()));
  };
}
