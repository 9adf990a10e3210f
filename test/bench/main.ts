import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Contestant, lowerBound, pandas, polars, type Result, strata } from './contestants.ts';
import { ordersExport } from './orders-export.ts';
import { costTable, workTable } from './report.ts';

const help = `npm run bench -- [--lines N] [--only NAMES]

Times Strata's workflow, from clean to assign-tiers, against Python programs doing the same work on the same file.

  --lines N      order lines in the file (default 10000000)
  --only NAMES   some of: lower-bound, strata, polars, pandas; separated by commas`;

const contestants: Record<string, Contestant> = { 'lower-bound': lowerBound, strata, polars, pandas };

const { values: options } = parseArgs({
  options: {
    lines: { type: 'string', default: '10000000' },
    only: { type: 'string', default: Object.keys(contestants).join(',') },
    help: { type: 'boolean', default: false },
  },
});

if (options.help) {
  console.log(help);
} else {
  await compare(Number(options.lines), options.only.split(','));
}

async function compare(lines: number, names: string[]): Promise<void> {
  console.error(`Making ${lines.toLocaleString('en')} order lines …`);
  const file = await ordersExport(lines);
  const results: Result[] = [];
  for (const name of names) {
    const contestant = contestants[name];
    if (!contestant) throw new Error(`Expected --only to name some of ${Object.keys(contestants)}, got ${name}`);
    const result = await resultOf(contestant, file);
    if (result) results.push(result);
  }
  console.log(
    `\n${lines.toLocaleString('en')} order lines, ${availableParallelism()} cores, Node ${process.version}\n`,
  );
  console.log([costTable(results), workTable(results)].filter(Boolean).join('\n\n'));
}

/** The result of one program, or undefined when it cannot run here or fails: the others are compared all the same. */
async function resultOf(contestant: Contestant, file: string): Promise<Result | undefined> {
  const missing = contestant.missing();
  if (missing) {
    console.error(`${contestant.name}: skipped, ${missing}`);
    return undefined;
  }
  console.error(`${contestant.name} …`);
  const scratch = await mkdtemp(join(tmpdir(), 'strata-bench-'));
  try {
    return await contestant.run(file, scratch);
  } catch (error) {
    console.error(`${contestant.name} failed:`, error);
    process.exitCode = 1;
    return undefined;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
