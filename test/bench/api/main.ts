import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.ts';
import { coldStarts } from './cold.ts';
import { tableOfCustomers } from './table-of-customers.ts';
import { quantile } from './timings.ts';

// What an answer may cost over the least that a function can do, see docs/performance.md.
const WARM_P99_MS = 10;
const BUNDLE_BYTES = 500_000;
const COLD_FACTOR = 2;

const { values: options } = parseArgs({
  options: {
    customers: { type: 'string', default: '100000' },
    requests: { type: 'string', default: '5000' },
    starts: { type: 'string', default: '15' },
  },
});
const customers = Number(options.customers);

const scratch = await mkdtemp(join(tmpdir(), 'strata-bench-api-'));
console.error(`Writing ${customers.toLocaleString('en')} customers into the embedded table …`);
const table = await tableOfCustomers(customers);
const failures: string[] = [];
try {
  await warm();
  await cold();
} finally {
  await table.close();
  await rm(scratch, { recursive: true });
}
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;

async function warm(): Promise<void> {
  // It reads the environment, which the table has set.
  const { warmRequests } = await import('./warm.ts');
  const { tier, bare } = await warmRequests(customers, Number(options.requests));
  const at = (share: number) => [quantile(tier, share), quantile(bare, share)] as const;
  for (const share of [0.5, 0.9, 0.99]) {
    const [mine, least] = at(share);
    tell(`warm p${share * 100}`, `${mine.toFixed(2)} ms`, `${least.toFixed(2)} ms`);
  }
  const [mine, least] = at(0.99);
  limit(mine - least <= WARM_P99_MS, `The p99 is ${(mine - least).toFixed(2)} ms over a bare GetItem's`);
}

async function cold(): Promise<void> {
  const root = join(import.meta.dirname, '../../..');
  const [mine, least] = [join(scratch, 'query-api.mjs'), join(scratch, 'bare.mjs')];
  const bytes = await bundle(join(root, 'functions/api/query/handler.ts'), mine);
  const leastBytes = await bundle(join(import.meta.dirname, 'bare-get-item.ts'), least);
  tell('bundle', `${(bytes / 1000).toFixed(0)} KB`, `${(leastBytes / 1000).toFixed(0)} KB`);
  limit(bytes < BUNDLE_BYTES, `The bundle has ${bytes} bytes`);

  const [starts = [], leastStarts = []] = await coldStarts([mine, least], Number(options.starts));
  const [median, leastMedian] = [quantile(starts, 0.5), quantile(leastStarts, 0.5)];
  tell('cold start, median', `${median.toFixed(0)} ms`, `${leastMedian.toFixed(0)} ms`);
  limit(median < COLD_FACTOR * leastMedian, `The cold start is ${(median / leastMedian).toFixed(2)} times a bare one`);
}

function tell(what: string, mine: string, least: string): void {
  console.log(`${what.padEnd(20)} GET …/tier ${mine.padStart(9)}   bare GetItem ${least.padStart(9)}`);
}

function limit(holds: boolean, otherwise: string): void {
  if (!holds) failures.push(otherwise);
}
