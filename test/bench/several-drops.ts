// npm run several-drops -- EXPORT.csv[.gz] [--drops 3] [--overlap 7] [--seed 1]; exit code 1 where several drops differ from one
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { newestDay, readExport } from '../drops/export-file.ts';
import { overlappingDrops } from '../drops/overlapping-drops.ts';
import { runDifferences, totalsOf } from '../drops/run-differences.ts';
import { segmentDrops } from '../drops/segment-drops.ts';

/**
 * Segments an export of orders as one drop, and as several that overlap by days, each shuffled: a run for each by date, a run for
 * each from the last to the first, and one run for all. What an export must look like is said in `readExport`.
 */
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    drops: { type: 'string', default: '3' },
    overlap: { type: 'string', default: '7' },
    seed: { type: 'string', default: '1' },
  },
});
const [file] = positionals;
if (file === undefined) throw new Error('Expected an export of orders');

const scratch = await mkdtemp(join(tmpdir(), 'strata-drops-'));
try {
  process.exitCode = (await compare(file)) === 0 ? 0 : 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
}

/** @returns how many differences there are */
async function compare(file: string): Promise<number> {
  const bytes = await readFile(file);
  const whole = readExport((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  const [drops, overlapDays, seed] = [Number(options.drops), Number(options.overlap), Number(options.seed)];
  const parts = overlappingDrops(whole.rows, whole.dayOf, { drops, overlapDays, seed });
  const sizes = parts.map(({ length }) => length).join(', ');
  console.log(`${basename(file)}: ${whole.rows.length} rows up to ${newestDay(whole)}, in drops of ${sizes} rows`);

  const segmented = async (name: string, runs: string[][][]) => {
    const out = await segmentDrops(join(scratch, name), whole, runs);
    const { customers, orders, money, clv } = await totalsOf(out);
    console.log(`${name}: ${customers} customers, ${orders} orders, ${money.toFixed(2)} spent, ${clv.toFixed(2)} CLV`);
    return out;
  };
  const one = await segmented('one drop', [[whole.rows]]);
  const ways = {
    'drops by date': parts.map((part) => [part]),
    'drops from the last to the first': parts.map((part) => [part]).toReversed(),
    'all drops in one run': [parts],
  };
  let count = 0;
  for (const [name, runs] of Object.entries(ways)) {
    const differences = await runDifferences(one, await segmented(name, runs));
    for (const each of differences) console.log(`  ${each}`);
    count += differences.length;
  }
  console.log(count === 0 ? 'No differences' : `${count} differences`);
  return count;
}
