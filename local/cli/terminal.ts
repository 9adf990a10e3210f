import { createInterface } from 'node:readline/promises';

/** Output of the command line. With `--json`, stdout has only the result and everything else goes to stderr. */
export interface Terminal {
  /** Prints a message and a line break. */
  print(text: string): void;
  error(text: string): void;
  /** Prints the result as one JSON object to stdout. */
  result(value: object): void;
  /** Puts a question to the person at the terminal; undefined when there is none. Resolves to undefined when the input ends. */
  ask?: ((question: string) => Promise<string | undefined>) | undefined;
  /** Whether lines can be overwritten, for the live display. */
  isLive: boolean;
  columns: number;
  /** Writes text as it is, for the live display. */
  write(text: string): void;
}

/** @param json reserves stdout for the result: redirects everything that this process writes there to stderr */
export function openTerminal(json: boolean): Terminal {
  const toStdout = process.stdout.write.bind(process.stdout);
  if (json) process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;
  process.stdout.on('error', exitOnClosedPipe);
  const stream = json ? process.stderr : process.stdout;
  return {
    print: (text) => void stream.write(`${text}\n`),
    error: (text) => void process.stderr.write(`${text}\n`),
    result: (value) => void toStdout(`${JSON.stringify(value, null, 2)}\n`),
    ask: !json && process.stdin.isTTY && process.stdout.isTTY ? askLine : undefined,
    isLive: stream.isTTY === true,
    columns: stream.columns || 80,
    write: (text) => void stream.write(text),
  };
}

/** The reader of a pipe may close it early, as `head` does. */
function exitOnClosedPipe({ code }: NodeJS.ErrnoException): void {
  process.exit(code === 'EPIPE' ? 0 : 1);
}

async function askLine(question: string): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // Without it, Ctrl-C would only end the question.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const ended = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  try {
    return await Promise.race([lines.question(question), ended]);
  } finally {
    lines.close();
  }
}
