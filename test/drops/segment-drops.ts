import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { result } from '../local/command-line.ts';
import { csvText, type ExportFile, newestDay } from './export-file.ts';

/** A policy that gives customers the tier earned by their orders, whatever the tier in earlier runs. */
const memorylessPolicy = {
  movement: {
    demotion: { runs: 1, minDaysBetween: 0, steps: 'straight' },
    margin: { points: 0, share: 0 },
    protectNewDays: 0,
  },
};

/**
 * Segments an export in drops, with the command line and its own data directory.
 * @param folder for all files; created
 * @param runs the drops of each run in order of arrival; the last run has the date of the export's newest order
 * @returns the folder with the files of the last run
 */
export async function segmentDrops(
  folder: string,
  whole: ExportFile,
  runs: readonly (readonly string[][])[],
): Promise<string> {
  const at = (name: string) => join(folder, name);
  await mkdir(folder);
  await writeFile(at('policy.json'), JSON.stringify(memorylessPolicy));
  const options = ['--policy', at('policy.json'), '--accept-gate', '--data-dir', at('data')];
  for (const [run, drops] of runs.entries()) {
    const files = drops.map((_, drop) => at(`run-${run}-drop-${drop}.csv`));
    await Promise.all(drops.map((rows, drop) => writeFile(files[drop] ?? '', csvText(whole.header, rows))));
    const last = run === runs.length - 1 ? ['--as-of', newestDay(whole), '--out', at('out')] : [];
    const { code, stderr } = await result(...files, ...options, ...last);
    if (code !== 0) throw new Error(`Run ${run} of ${folder} ended with exit code ${code}\n${stderr}`);
  }
  return at('out');
}
