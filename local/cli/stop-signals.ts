import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type StopSignal = (typeof SIGNALS)[number];

/** Handlers of stop signals; the last one added is the one that counts. */
const handlers: ((signal: StopSignal) => void)[] = [];

/**
 * Handles the next stop signal instead of the handler before: Ctrl-C, `kill`, or a closed terminal. A second signal ends the
 * process at once.
 * @returns a function that removes the handler
 */
export function onStopSignal(handle: (signal: StopSignal) => void): () => void {
  if (handlers.length === 0) for (const signal of SIGNALS) process.on(signal, () => stop(signal));
  handlers.push(handle);
  return () => {
    const index = handlers.indexOf(handle);
    if (index >= 0) handlers.splice(index, 1);
  };
}

let isStopping = false;

function stop(signal: StopSignal): void {
  if (isStopping) process.exit(signalExitCode(signal));
  isStopping = true;
  handlers.at(-1)?.(signal);
}

/** The exit code of a process that a signal ended, by the convention of shells. */
export const signalExitCode = (signal: StopSignal): number => 128 + constants.signals[signal];

const PARENT_CHECK_MS = 500;

/**
 * Stops this process when npm, which started it, is gone: npm passes only some signals to its shell, and a shell may end
 * without passing them on. The process would then go on in the background and hold the data directory.
 */
export function stopWithNpm(): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const npm = parentOf(shell);
  const checks = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    // Once: a second signal would end the process before it has closed what it serves.
    clearInterval(checks);
    process.kill(process.pid, 'SIGTERM');
  }, PARENT_CHECK_MS).unref();
}

/** The parent of a process; undefined on systems without /proc. */
function parentOf(pid: number): number | undefined {
  try {
    // pid (name) state parent …; the name may have any characters.
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return Number(parent);
  } catch {
    return undefined;
  }
}
