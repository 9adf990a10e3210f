import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { nodeOptions } from './contestants.ts';
import { measure } from './measure.ts';
import { ordersExport } from './orders-export.ts';

/**
 * Runs the whole embedded workflow on files of order lines, with customers in proportion to the lines, and prints seconds and processor
 * seconds of each state, and the peak memory of the process tree.
 */
const { values: options } = parseArgs({
  options: {
    lines: { type: 'string', default: '100000000' },
    files: { type: 'string', default: '4' },
    /** Keeps the data directory there. */
    'data-dir': { type: 'string' },
  },
});
const [lines, of] = [Number(options.lines), Number(options.files)];

const output = z.looseObject({ customers: z.number(), seconds: z.record(z.string(), z.number()) });

const files: string[] = [];
for (let index = 0; index < of; index++) files.push(await ordersExport(lines, { index, of }));
const scratch = options['data-dir'] ?? (await mkdtemp(join(tmpdir(), 'strata-bench-')));
try {
  const args = [...nodeOptions, 'local/main.ts', ...files, '--no-serve', '--json', '--data-dir', scratch];
  const measured = await measure(process.execPath, args);
  const { customers, seconds } = output.parse(measured.output);
  const states = Object.keys(seconds);
  const ends = states.map(
    (state) => measured.told.findLast(({ line }) => line.includes(` ${state} `))?.cpuSeconds ?? 0,
  );
  console.log(
    `${lines.toLocaleString('en')} lines in ${of} files, ${customers.toLocaleString('en')} customers, ${availableParallelism()} cores, peak ${Math.round((measured.peakBytes ?? 0) / 1e6)} MB`,
  );
  console.log('\n| state | seconds | CPU seconds |\n| --- | ---: | ---: |');
  for (const [index, state] of states.entries()) {
    const cpu = (ends[index] ?? 0) - (index === 0 ? 0 : (ends[index - 1] ?? 0));
    console.log(`| ${state} | ${seconds[state]?.toFixed(1)} | ${cpu.toFixed(1)} |`);
  }
} finally {
  if (!options['data-dir']) await rm(scratch, { recursive: true, force: true });
}
