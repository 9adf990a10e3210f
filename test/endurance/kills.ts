// npm run endurance:kills -- [--kills 50] [--lines 60000] [--seed 1]; exit code 1 where a killed history differs from an undisturbed one
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { randomLcg, randomUniform } from 'd3-random';
import { duckdb } from '../../shared/adapters/duckdb/duckdb.ts';
import { quotedString } from '../../shared/domain/sql/quoting.ts';
import { storedItems } from '../functions/stored-items.ts';
import { command } from '../local/command-line.ts';

interface Month {
  orders: string;
  policy: string;
}

interface KillOptions {
  /** Empty directory for all files. */
  folder: string;
  /** Total number of kills; histories of two months are repeated until so many have happened. */
  kills: number;
  /** Order lines of both months together. */
  lines: number;
  seed: number;
}

/** A month is left to finish after so many kills, so that later states and months get their share. */
const KILLS_PER_MONTH = 6;
const DAY_MS = 86_400_000;

/**
 * Kills the command line at random moments of its runs, also while it stores a new policy, and starts it again until each
 * month is done.
 * @returns how many kills there were, and each difference of a history from one that nobody disturbed
 */
async function simulateKills({ folder, kills, lines, seed }: KillOptions) {
  const random = randomUniform.source(randomLcg(seed));
  const months = await writeMonths(folder, lines);
  const undisturbed = join(folder, 'undisturbed');
  const durations: number[] = [];
  for (const month of months) durations.push(await duration(undisturbed, month));
  const expected = await contentOf(undisturbed);
  console.log(`undisturbed: ${durations.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(', ')}`);

  const differences: string[] = [];
  let killed = 0;
  for (let history = 1; killed < kills; history++) {
    const dataDir = join(folder, `history-${history}`);
    for (const [index, month] of months.entries()) {
      const most = Math.min(KILLS_PER_MONTH, kills - killed);
      killed += await killRepeatedly(dataDir, month, most, random(0, durations[index] ?? 0));
      await finish(dataDir, month);
    }
    const found = difference(expected, await contentOf(dataDir));
    differences.push(...found.map((name) => `history ${history}: ${name}`));
    const left = existsSync(join(dataDir, 'tmp')) ? await readdir(join(dataDir, 'tmp')) : [];
    differences.push(...left.map((name) => `history ${history}: tmp/${name} is left`));
    console.log(`history ${history}: ${killed} kills, ${differences.length} differences`);
    await rm(dataDir, { recursive: true });
  }
  return { killed, differences };
}

const start = (dataDir: string, { orders, policy }: Month) =>
  command(orders, '--data-dir', dataDir, '--policy', policy, '--no-serve');

async function finish(dataDir: string, month: Month): Promise<void> {
  const { code, stdout, stderr } = await start(dataDir, month).ended;
  if (code !== 0) throw new Error(`Exit code ${code}:\n${stdout}${stderr}`);
}

async function duration(dataDir: string, month: Month): Promise<number> {
  const before = performance.now();
  await finish(dataDir, month);
  return performance.now() - before;
}

/** @param moment milliseconds after a start. @returns how often the process was killed before it had ended */
async function killRepeatedly(dataDir: string, month: Month, most: number, moment: () => number): Promise<number> {
  for (let killed = 0; killed < most; killed++) {
    const running = start(dataDir, month);
    const timer = setTimeout(() => running.kill('SIGKILL'), moment());
    const { code, stdout, stderr } = await running.ended;
    clearTimeout(timer);
    if (code === 0) return killed;
    if (code !== null) throw new Error(`Exit code ${code} after ${killed} kills:\n${stdout}${stderr}`);
  }
  return most;
}

/** Writes a year of orders and the month after it; half of the customers of the month change their behaviour. */
async function writeMonths(folder: string, lines: number): Promise<Month[]> {
  await mkdir(folder, { recursive: true });
  const customers = Math.ceil(lines / 15);
  const parts = [Math.ceil(lines * 0.9), Math.floor(lines * 0.1)];
  const months: Month[] = [];
  for (const [month, count] of parts.entries()) {
    const rows = Array.from({ length: count }, (_, line) => {
      const customer = (line * 7919) % customers;
      const day =
        month === 0 ? Date.UTC(2026, 4, 31) - (line % 360) * DAY_MS : Date.UTC(2026, 5, 30) - (line % 29) * DAY_MS;
      const amount = 5 + ((customer * 31 + line) % 400) + (month === 1 && customer % 2 ? 900 : 0);
      return `${month}-${line},c${customer},${new Date(day).toISOString().slice(0, 10)},${amount}.25`;
    });
    const orders = join(folder, `orders-${month}.csv`);
    const policy = join(folder, `policy-${month}.json`);
    await writeFile(orders, `${['order_id,customer_id,order_date,amount', ...rows].join('\n')}\n`);
    await writeFile(policy, JSON.stringify({ windowMonths: month === 0 ? 24 : 18 }));
    months.push({ orders, policy });
  }
  return months;
}

type Content = Map<string, string>;

/** What readers get, by name, without what differs between two histories by its nature: ids and times of runs and uploads. */
async function contentOf(dataDir: string): Promise<Content> {
  const database = new DatabaseSync(join(dataDir, 'strata.db'), { readOnly: true });
  const items = storedItems(database);
  database.close();
  const runs = items.filter(({ pk, status }) => String(pk).startsWith('RUN') && status === 'succeeded');
  const dates = new Map<string, string>(runs.map(({ run_id, as_of }) => [String(run_id), String(as_of)]));
  const neutral = (text: string) =>
    text.replaceAll(/\d{8}T\d{9}Z-[0-9a-f]{8,12}/g, (id) =>
      id.length > 28 ? 'UPLOAD' : `RUN ${dates.get(id) ?? 'unknown'}`,
    );

  const content: Content = new Map();
  for (const item of items.filter(({ pk }) => String(pk).startsWith('CUSTOMER#'))) {
    content.set(`item ${item.pk} ${neutral(item.sk)}`, neutral(JSON.stringify(item)));
  }
  for (const [runId, asOf] of dates) {
    const file = (name: string) => join(dataDir, 'objects/lake/runs', runId, name);
    content.set(`${asOf} customers.csv`, await readFile(file('customers.csv'), 'utf8'));
    content.set(`${asOf} customers.parquet`, await parquetRows(file('customers.parquet')));
    content.set(`${asOf} quality.json`, neutral(await readFile(file('quality.json'), 'utf8')));
  }
  return content;
}

const parquetRows = (file: string): Promise<string> =>
  duckdb(200)(async (database) => {
    const rows: string[] = [];
    for await (const chunk of database.chunks(`from read_parquet(${quotedString(file)})`))
      rows.push(...chunk.map((row) => JSON.stringify(row)));
    return rows.join('\n');
  });

/** Names of what differs. */
function difference(expected: Content, found: Content): string[] {
  const names = [...new Set([...expected.keys(), ...found.keys()])];
  return names.filter((name) => expected.get(name) !== found.get(name));
}

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    lines: { type: 'string', default: '60000' },
    seed: { type: 'string', default: '1' },
  },
});
const folder = await mkdtemp(join(tmpdir(), 'strata-kills-'));
const [kills, lines, seed] = [values.kills, values.lines, values.seed].map(Number) as [number, number, number];
try {
  const { killed, differences } = await simulateKills({ folder, kills, lines, seed });
  for (const difference of differences.slice(0, 50)) console.log(`  ${difference}`);
  console.log(`${killed} kills, ${differences.length} differences`);
  process.exitCode = differences.length === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
