import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Services, startServices } from '../functions/services.ts';
import { simulateUploads } from './many-uploads.ts';

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

it('takes in ten thousand uploads at once with a handful of executions, none of which fails', async () => {
  const result = await simulateUploads(
    services,
    Array.from({ length: 10_000 }, (_, n) => n),
  );

  expect(result).toMatchObject({ failed: 0, throttled: 0, takenIn: 10_000, runs: 5 });
  expect(result.executions).toBeLessThanOrEqual(12);
});

it('takes in a feed that never pauses', async () => {
  const halfMinutes = Array.from({ length: 120 }, (_, n) => n * 30_000);
  const result = await simulateUploads(services, halfMinutes);

  expect(result).toMatchObject({ failed: 0, throttled: 0, takenIn: 120 });
  expect(result.runs).toBeGreaterThan(1);
});

it('would be beyond the quotas if each upload started an execution, though none failed a run', async () => {
  const result = await simulateUploads(
    services,
    Array.from({ length: 1500 }, (_, n) => n / 10),
    { collects: false },
  );

  expect(result.throttled).toBeGreaterThan(500);
  expect(result).toMatchObject({ failed: 0, takenIn: 1500 });
});
