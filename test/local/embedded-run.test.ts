import { access, cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, result } from './command-line.ts';
import { write, writeOrders } from './exports.ts';
import { folderForTests } from './folder-for-tests.ts';

const at = folderForTests('run');

let lines: number;
let first: Awaited<ReturnType<typeof result>>;

/** Has a data directory to itself in which the first run has ended. */
async function afterFirstRun(name: string): Promise<string> {
  await cp(at('first'), at(name), { recursive: true });
  return at(name);
}

beforeAll(async () => {
  lines = await writeOrders(at('orders.csv'));
  first = await result(at('orders.csv'), '--data-dir', at('data'), '--out', at('out'));
  await cp(at('data'), at('first'), { recursive: true });
});

describe('a first start', () => {
  it('processes the file and reports the result', () => {
    expect(first.stderr).toContain('orders.csv: uploaded as inbox/orders.csv');
    expect(first.code).toBe(0);
    expect(first.json).toMatchObject({ status: 'succeeded', as_of: '2026-06-30', customers: 60, out: at('out') });
    expect(first.json.uploads).toEqual([
      { file: 'orders.csv', dataset: 'orders', rows: lines, kept: lines, duplicates: 0, quarantined: 0, reasons: {} },
    ]);
  });

  it('assigns every customer to one tier, one segment and one cluster', () => {
    const { tiers, segments, clusters } = first.json;
    const sum = (groups: { customers: number }[]) => groups.reduce((total, { customers }) => total + customers, 0);

    expect(tiers.map(({ tier }: { tier: string }) => tier)).toEqual(['VIP', 'gold', 'silver', 'standard']);
    expect([sum(tiers), sum(segments)]).toEqual([60, 60]);
    expect(clusters.sizes.reduce((total: number, size: number) => total + size, 0)).toBe(60);
  });

  it('measures each stage', () => {
    expect(Object.keys(first.json.seconds)).toEqual([
      ...['open-run', 'clean', 'erase', 'check-quality', 'build-features', 'fit-model'],
      ...['assign-tiers', 'publish', 'close-run', 'write-report'],
    ]);
  });

  it('copies the files of the run to --out', async () => {
    const [head, ...rows] = (await readFile(join(at('out'), 'customers.csv'), 'utf8')).trim().split(/\r?\n/);

    expect(head).toMatch(/^customer_id,tier,/);
    expect(rows.length).toBe(60);
    for (const name of ['customers.parquet', 'model.json', 'quality.json', 'report.json', 'report.html'])
      await access(join(at('out'), name));
  });

  it('names the report, which has the numbers of the result and no customer', async () => {
    const page = await readFile(join(at('out'), 'report.html'), 'utf8');
    const report = JSON.parse(await readFile(join(at('out'), 'report.json'), 'utf8'));
    const ids = Array.from({ length: 60 }, (_, customer) => `c${customer}`);

    expect(first.stderr).toContain(`Report\n  ${join(at('out'), 'report.html')}`);
    expect(report).toMatchObject({ run_id: first.json.run_id, as_of: '2026-06-30', customers: 60 });
    expect(ids.filter((id) => new RegExp(`\\b${id}\\b`).test(page + JSON.stringify(report)))).toEqual([]);
  });

  it('stays current when the next start has no new files', async () => {
    const second = await result(at('orders.csv'), '--data-dir', at('data'));

    expect(second.stderr).toMatch(/already uploaded[\s\S]*Nothing new/);
    expect(second.code).toBe(0);
    expect(second.json).toEqual({ ...first.json, out: null, seconds: {} });
  });

  it('is followed by a run that processes only new files', async () => {
    const more = await writeOrders(at('july.csv'), 1);
    await write(at('broken.csv'), ['colour,shape', 'red,round']);

    const { code, json } = await result(at('orders.csv'), at('july.csv'), at('broken.csv'), '--data-dir', at('data'));

    expect(code).toBe(0);
    expect(json).toMatchObject({ status: 'succeeded', as_of: '2026-07-30', customers: 60 });
    expect(json.uploads.length).toBe(2);
    expect(json.uploads).toContainEqual(expect.objectContaining({ file: 'july.csv', rows: more, kept: more }));
    expect(json.uploads).toContainEqual(expect.objectContaining({ file: 'broken.csv', error: 'MissingColumnsError' }));
  });
});

describe('a run that fails', () => {
  it('exits with 1, shows the state and the reason, and keeps the previous run current', async () => {
    const dataDir = await afterFirstRun('failing');

    const failed = await result('--as-of', '1999-01-01', at('orders.csv'), '--data-dir', dataDir);
    const after = await result(at('orders.csv'), '--data-dir', dataDir);

    expect(failed.code).toBe(1);
    expect(failed.json).toMatchObject({ status: 'failed', error: 'NoOrdersError', failed_state: 'fit-model' });
    expect(failed.stderr).toContain('The run failed in fit-model: NoOrdersError');
    expect(after).toMatchObject({ code: 0, json: { run_id: first.json.run_id, customers: 60 } });
  });
});

describe('a process that is killed', () => {
  it.each([/✓ open-run/, /✓ clean/, /✓ assign-tiers/])(
    'after %s has its work finished by the next start',
    async (moment) => {
      const dataDir = at(`killed-${moment.source.slice(2)}`);
      const killed = command(at('orders.csv'), '--data-dir', dataDir, '--no-serve');
      await killed.output(moment);
      killed.kill('SIGKILL');
      await killed.ended;

      const { code, json, stderr } = await result(at('orders.csv'), '--data-dir', dataDir);
      const later = await result(at('orders.csv'), '--data-dir', dataDir);

      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(json).toMatchObject({ status: 'succeeded', customers: 60 });
      expect(json.tiers.reduce((sum: number, tier: { customers: number }) => sum + tier.customers, 0)).toBe(60);
      expect(later.json.run_id).toBe(json.run_id);
    },
  );
});

describe('serving', () => {
  it('answers the printed request, locks its data directory, and exits on a signal', async () => {
    const dataDir = await afterFirstRun('served');
    const port = 20_000 + (process.pid % 20_000);
    const serving = command(at('orders.csv'), '--data-dir', dataDir, '--port', String(port));
    const printed = await serving.output(/Serving until Ctrl-C/);
    const [, token, address] = printed.match(/curl -H 'Authorization: (Bearer \S+)' '(\S+)'/) ?? [];

    const response = await fetch(address ?? '', { headers: { authorization: token ?? '' } });
    const second = await result(at('orders.csv'), '--data-dir', dataDir);
    serving.kill('SIGINT');

    expect(await response.json()).toMatchObject({ tier: 'VIP', as_of: '2026-06-30', history: [] });
    expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining('in use by another process') });
    expect((await serving.ended).code).toBe(0);
  });

  it('starts the monthly run that is due, as of today', async () => {
    const dataDir = await afterFirstRun('scheduled');
    const port = 20_000 + ((process.pid + 1) % 20_000);
    const database = new DatabaseSync(join(dataDir, 'strata.db'));
    database.exec(
      "update items set body = json_set(body, '$.started_at', '2026-01-15T00:00:00.000Z') where sk = 'RUN'",
    );
    database.close();

    const serving = command(at('orders.csv'), '--data-dir', dataDir, '--port', String(port));
    await serving.output(/Serving until Ctrl-C[\s\S]*✓ write-report/);
    serving.kill('SIGTERM');
    await serving.ended;
    const { json } = await result(at('orders.csv'), '--data-dir', dataDir);

    expect(json.run_id > first.json.run_id).toBe(true);
    expect(json.as_of).toBe(new Date().toISOString().slice(0, 10));
  });
});
