import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileEvents } from '../../../local/platform/events.ts';
import type { EventBus } from '../../../shared/ports/events.ts';
import { createDataDirectory } from '../../contract/data-directory.ts';
import { tierChanged } from '../../contract/events.contract.ts';

let directory: Awaited<ReturnType<typeof createDataDirectory>>;
let file: string;
let events: EventBus;
beforeEach(async () => {
  directory = await createDataDirectory();
  await mkdir(directory.scratch);
  file = join(directory.root, 'events.jsonl');
  events = fileEvents(file, directory.scratch);
});
afterEach(() => directory.delete());

const failed = { run_id: '', failed_state: 'open-run', error: 'PolicyError', message: 'The policy has no tiers' };
const lines = () => readFileSync(file, 'utf8').split('\n').slice(0, -1);
const recorded = () => lines().map((line) => JSON.parse(line));
const changedCustomers = () =>
  recorded().map(({ detail }) => detail.changes?.map(({ customer_id }: { customer_id: string }) => customer_id));

describe('events in a file', () => {
  it('are lines as EventBridge delivers them, which only the owner may read', async () => {
    await events.publish('Tier Changed', tierChanged('00042'));
    await events.publish('Run Failed', failed);

    expect(recorded()).toEqual([
      {
        ...{
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          time: expect.stringMatching(/^\d{4}-.*Z$/),
          source: 'strata',
        },
        ...{ 'detail-type': 'Tier Changed', detail: tierChanged('00042') },
      },
      expect.objectContaining({ 'detail-type': 'Run Failed', detail: failed }),
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('leave nothing of an event that is too large', async () => {
    const large = { ...failed, message: 'x'.repeat(256 * 1024) };

    await expect(events.publish('Run Failed', large)).rejects.toThrow('more than 262144');
    expect(existsSync(file)).toBe(false);
  });

  it.each(['{"id":"half of a li', 'x'])('drop a line that a killed process did not finish: %s', async (half) => {
    await events.publish('Run Failed', failed);
    appendFileSync(file, half);
    await events.publish('Tier Changed', tierChanged('00042'));

    expect(recorded().map((event) => event['detail-type'])).toEqual(['Run Failed', 'Tier Changed']);
  });

  it('drop an unfinished line that is the only one', async () => {
    writeFileSync(file, '{"id":');
    await events.publish('Run Failed', failed);

    expect(recorded()).toHaveLength(1);
  });

  it("lose a forgotten customer's changes, and no others", async () => {
    const odd = 'line\u2028break "quoted" \\ 订单';
    await events.publish('Run Failed', failed);
    await events.publish('Tier Changed', tierChanged('a', 'b', odd));
    await events.publish('Tier Changed', tierChanged('a'));
    await events.publish('Tier Changed', tierChanged('c'));
    const untouched = lines();
    await events.forget(['a', odd]);

    expect(changedCustomers()).toEqual([undefined, ['b'], ['c']]);
    expect(lines()[0]).toBe(untouched[0]);
    expect(recorded()[1]).toEqual({ ...JSON.parse(String(untouched[1])), detail: tierChanged('b') });
    expect(lines()[2]).toBe(untouched[3]);
    expect(readFileSync(file, 'utf8')).not.toContain('订单');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory.scratch)).toEqual([]);
  });

  it('are not rewritten for a customer without events', async () => {
    await events.publish('Tier Changed', tierChanged('a'));
    const { ino } = statSync(file);
    await events.forget(['b']);

    expect(statSync(file).ino).toBe(ino);
    expect(readdirSync(directory.scratch)).toEqual([]);
  });

  it('are all kept when they are published while others are forgotten', async () => {
    await events.publish('Tier Changed', tierChanged('gone', 'first'));
    const ids = Array.from({ length: 40 }, (_, index) => `c${index}`);
    await Promise.all(
      ids.flatMap((id) => [
        events.publish('Tier Changed', tierChanged(id, `gone ${id}`)),
        events.forget(['gone', `gone ${id}`]),
      ]),
    );

    expect(changedCustomers().flat().toSorted()).toEqual(['first', ...ids].toSorted());
  });

  it('are not rewritten when the file is damaged, and go on afterwards', async () => {
    await events.publish('Tier Changed', tierChanged('a'));
    appendFileSync(file, '{"id":\n');

    await expect(events.forget(['a'])).rejects.toThrow(`${file}, line 2 is not JSON: remove or correct the line`);
    await events.publish('Run Failed', failed);
    expect(lines()).toHaveLength(3);
    expect(readdirSync(directory.scratch)).toEqual([]);
  });
});
