import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, result } from './command-line.ts';
import { everythingWritten } from './everything-written.ts';
import { writeOrders } from './exports.ts';
import { folderForTests } from './folder-for-tests.ts';

const at = folderForTests('what-if');

let run: Awaited<ReturnType<typeof result>>['json'];

const label = (name: string) => ({ en: name, zh: name });
/** Twice as many VIPs as by default, no silver tier, and budgets. */
const policy = {
  tiers: [
    { name: 'VIP', label: label('VIP'), share: 0.1, service: { budgetPerCustomer: 100 } },
    { name: 'gold', label: label('gold'), share: 0.4, service: { budgetPerCustomer: 10 } },
    { name: 'standard', label: label('standard') },
  ],
  timeUnit: 'day',
};

beforeAll(async () => {
  await writeOrders(at('orders.csv'));
  await writeFile(at('policy2.json'), JSON.stringify(policy));
  await writeFile(at('wrong.json'), JSON.stringify({ tiers: 'none-such' }));
  run = (await result(at('orders.csv'), '--data-dir', at('data'))).json;
});
const whatIf = (file: string, ...args: string[]) => result('--what-if', at(file), '--data-dir', at('data'), ...args);

describe('--what-if', () => {
  it('prints JSON, copies the movers to --out, and leaves the data directory unchanged', async () => {
    const before = await everythingWritten(at('data'));
    const { code, json, stderr } = await whatIf('policy2.json', '--out', at('out'));

    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(json).toMatchObject({ status: 'succeeded', run_id: run.run_id, as_of: '2026-06-30', out: at('out') });
    const { tiers, movers, not_evaluated } = json.answer;
    expect(tiers.map(({ tier }: { tier: string }) => tier)).toEqual(['VIP', 'gold', 'standard', 'silver']);
    const now = Object.fromEntries(
      run.tiers.map((each: { tier: string; customers: number }) => [each.tier, each.customers]),
    );
    for (const tier of tiers) expect(tier.now.customers).toBe(now[tier.tier]);
    // With a share of 0.1, the best 6 of 60 customers are VIP.
    expect(tiers[0].in_the_end).toMatchObject({ customers: 6, budget: 600 });
    expect(not_evaluated.map(({ section }: { section: string }) => section)).toEqual(['timeUnit']);
    const lines = (await readFile(join(at('out'), 'movers.csv'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(1 + movers.customers);
    expect(await everythingWritten(at('data'))).toEqual(before);
  });

  it('shows policy changes, tiers, their cost and the movers', async () => {
    const { code, stdout } = await command('--what-if', at('policy2.json'), '--data-dir', at('data')).ended;

    expect(code).toBe(0);
    expect(stdout).toContain(`What-if on run ${run.run_id}`);
    expect(stdout).toContain('tiers.VIP.share: 0.05 → 0.1');
    expect(stdout).toMatch(/timeUnit: features are built by it/);
    expect(stdout).toMatch(/Customers\n\s+now\s+next run\s+after grace\n\s+VIP\s+VIP\s+3\s+5\.0 %\s+6\s+10\.0 %/);
    expect(stdout).toMatch(/Annual cost\n\s+now\s+next run\s+after grace\n\s+VIP\s+VIP\s+–\s+600\s+600/);
    expect(stdout).toMatch(/gold → VIP\s+3\s+policy changed/);
    expect(stdout).toContain('--out DIR copies the full list');
  });

  it.each([
    ['without a run', () => whatIf('policy2.json', '--data-dir', at('nothing')), 'There is no run in'],
    ['with a wrong policy', () => whatIf('wrong.json'), 'is neither a list of tiers'],
    ['with files', () => whatIf('policy2.json', at('orders.csv')), 'takes no files'],
  ])('exits with 2 and the reason %s', async (_, start, message) => {
    const { code, json, stderr } = await start();

    expect({ code, json }).toEqual({ code: 2, json: undefined });
    expect(stderr).toContain(message);
  });
});
