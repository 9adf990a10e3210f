import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Contestant, lowerBound, pandas, polars, type Result, strata, strataAt } from './contestants.ts';
import { ordersExport } from './orders-export.ts';
import { costTable, disagreements, workTable } from './report.ts';

const help = `npm run bench -- [--lines N] [--only NAMES] [--against REVISION]

Times Strata's workflow, from clean to assign-tiers, against Python programs doing the same work on the same file.

  --lines N      order lines in the file (default 10000000)
  --only NAMES   some of: lower-bound, strata, polars, pandas; separated by commas
  --against REV  another revision of Strata as one more program, to see what a change has brought`;

const contestants: Record<string, Contestant> = { 'lower-bound': lowerBound, strata, polars, pandas };

const { values: options } = parseArgs({
  options: {
    lines: { type: 'string', default: '10000000' },
    only: { type: 'string', default: Object.keys(contestants).join(',') },
    against: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (options.help) {
  console.log(help);
} else {
  const chosen = options.only.split(',').map((name) => {
    const contestant = contestants[name];
    if (!contestant) throw new Error(`Expected --only to name some of ${Object.keys(contestants)}, got ${name}`);
    return contestant;
  });
  if (options.against !== undefined) chosen.push(strataAt(options.against));
  await compare(Number(options.lines), chosen);
}

async function compare(lines: number, chosen: Contestant[]): Promise<void> {
  console.error(`Making ${lines.toLocaleString('en')} order lines …`);
  const file = await ordersExport(lines);
  const results: Result[] = [];
  for (const contestant of chosen) {
    const result = await resultOf(contestant, file);
    if (result) results.push(result);
    // So that a comparison that is broken off has not been in vain.
    console.error(costTable(results.slice(-1)));
  }
  console.log(
    `\n${lines.toLocaleString('en')} order lines, ${availableParallelism()} cores, Node ${process.version}\n`,
  );
  console.log([costTable(results), workTable(results)].filter(Boolean).join('\n\n'));
  const differences = disagreements(results);
  if (differences.length === 0) return;
  console.error(`\nNot the same work:\n${differences.join('\n')}`);
  process.exitCode = 1;
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
