import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

const SAMPLE_EVERY_MS = 50;
const PAGE_BYTES = 4096;
/** What Linux counts processor time in. */
const TICKS_PER_SECOND = 100;

/** What one command printed, and the most memory it and its descendants held at a time. */
export interface Measurement {
  output: Record<string, unknown>;
  /** Sum of resident set sizes; undefined where there is no /proc to read. */
  peakBytes: number | undefined;
  /** Lines of standard error, with the processor seconds that the command had taken when each came. */
  told: { line: string; cpuSeconds: number }[];
}

/**
 * Runs a command whose standard output is one JSON object, and watches the memory of its whole process tree.
 * @param cwd directory to run it in
 * @param environment variables beside this process's own
 * @throws Error when the command fails
 */
export async function measure(
  command: string,
  args: string[],
  { cwd = process.cwd(), environment = {} }: { cwd?: string; environment?: Record<string, string> } = {},
): Promise<Measurement> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd,
    env: { ...process.env, ...environment },
  });
  const { pid } = child;
  let peakBytes = 0;
  const told: Measurement['told'] = [];
  const sampling = setInterval(() => {
    if (pid) peakBytes = Math.max(peakBytes, residentBytes(pid));
  }, SAMPLE_EVERY_MS);
  createInterface(child.stderr).on('line', (line) => {
    told.push({ line, cpuSeconds: pid ? cpuSecondsOf(pid) : 0 });
    console.error(line);
  });
  try {
    const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with exit code ${code}`);
    return { output: JSON.parse(printed), peakBytes: peakBytes || undefined, told };
  } finally {
    clearInterval(sampling);
  }
}

/** The resident memory of a process and its descendants; those that ended meanwhile count as nothing. */
function residentBytes(pid: number): number {
  try {
    const [, residentPages = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
    const below = childrenOf(pid).map(residentBytes);
    return below.reduce((sum, bytes) => sum + bytes, Number(residentPages) * PAGE_BYTES);
  } catch {
    return 0;
  }
}

/** User and system time of a process, its descendants and those of them that have ended. */
function cpuSecondsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const [user = 0, system = 0, usersBelow = 0, systemsBelow = 0] = fields.slice(11, 15).map(Number);
    const own = (user + system + usersBelow + systemsBelow) / TICKS_PER_SECOND;
    return childrenOf(pid).reduce((sum, child) => sum + cpuSecondsOf(child), own);
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}
