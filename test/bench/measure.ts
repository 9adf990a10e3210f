import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

const SAMPLE_EVERY_MS = 50;
const PAGE_BYTES = 4096;

/** What one command printed, and the most memory it and its descendants held at a time. */
export interface Measurement {
  output: Record<string, unknown>;
  /** Sum of resident set sizes; undefined where there is no /proc to read. */
  peakBytes: number | undefined;
}

/**
 * Runs a command whose standard output is one JSON object, and watches the memory of its whole process tree.
 * @throws Error when the command fails
 */
export async function measure(command: string, args: string[]): Promise<Measurement> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const { pid } = child;
  let peakBytes = 0;
  const sampling = setInterval(() => {
    if (pid) peakBytes = Math.max(peakBytes, residentBytes(pid));
  }, SAMPLE_EVERY_MS);
  try {
    const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with exit code ${code}`);
    return { output: JSON.parse(printed), peakBytes: peakBytes || undefined };
  } finally {
    clearInterval(sampling);
  }
}

/** The resident memory of a process and its descendants; those that ended meanwhile count as nothing. */
function residentBytes(pid: number): number {
  try {
    const [, residentPages = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
    const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
    );
    const below = children.map((child) => residentBytes(Number(child)));
    return below.reduce((sum, bytes) => sum + bytes, Number(residentPages) * PAGE_BYTES);
  } catch {
    return 0;
  }
}
