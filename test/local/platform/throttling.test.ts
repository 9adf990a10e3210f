import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { functionRunner } from '../../../local/platform/functions.ts';
import { embeddedWorkflow } from '../../../local/platform/workflow.ts';
import type { Definition } from '../../../local/platform/workflow-definition.ts';

/** What Step Functions sees when the account has no free concurrency. */
class ThrottlingError extends Error {
  override name = 'Lambda.TooManyRequestsException';
}

const CONCURRENCY = 5;
const BUCKETS = Array.from({ length: 64 }, (_, bucket) => bucket);
const UPLOADS = Array.from({ length: 20 }, (_, upload) => `upload-${upload}`);
const opened = {
  outcome: 'opened',
  runId: 'r',
  waiting: 0,
  checks: 0,
  settleSeconds: 0,
  uploads: UPLOADS,
  buckets: BUCKETS,
};
const minutes = (count: number) => count * 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An account that runs few functions at a time and refuses all others. */
function smallAccount(milliseconds: number) {
  let running = 0;
  const account = { peak: 0, throttled: 0, completed: [] as string[] };
  const load = async (name: string) => async () => {
    if (running >= CONCURRENCY) {
      account.throttled++;
      throw new ThrottlingError('Rate Exceeded.');
    }
    running++;
    account.peak = Math.max(account.peak, running);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    running--;
    account.completed.push(name);
    return name === 'stages/open-run' ? opened : { status: 'done', buckets: BUCKETS };
  };
  return { account, invoke: functionRunner(undefined, load) };
}

it.each([1, 3])(
  'a run ends well in an account with a concurrency of 5 and functions of %i minutes',
  async (duration) => {
    const file = new URL('../../../infra/segmentation.asl.json', import.meta.url);
    // As deployed: the embedded platform narrows the maps.
    const definition: Definition = JSON.parse(await readFile(file, 'utf8'));
    const { account, invoke } = smallAccount(minutes(duration));
    const workflow = embeddedWorkflow(definition, invoke, () => {});

    await workflow.start({ source: 'strata.upload' });
    while (!workflow.isIdle()) await vi.advanceTimersByTimeAsync(minutes(1));

    expect(workflow.firstFailure()).toBeUndefined();
    expect(account.peak).toBe(CONCURRENCY);
    expect(account.throttled).toBeGreaterThan(BUCKETS.length);
    const calls = (stage: string) => account.completed.filter((name) => name === `stages/${stage}`).length;
    expect(calls('maintain-bucket')).toBe(BUCKETS.length);
    expect(calls('build-features')).toBe(BUCKETS.length);
    expect(calls('publish')).toBe(BUCKETS.length);
    expect(calls('clean')).toBe(UPLOADS.length);
    expect(account.completed).toContain('stages/close-run');
    expect(account.completed).not.toContain('stages/fail-run');
  },
);
