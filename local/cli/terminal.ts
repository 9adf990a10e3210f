/** Output of the command line. With `--json`, stdout has only the result and everything else goes to stderr. */
export interface Terminal {
  /** Prints a message and a line break. */
  print(text: string): void;
  error(text: string): void;
  /** Prints the result as one JSON object to stdout. */
  result(value: object): void;
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
    isLive: stream.isTTY === true,
    columns: stream.columns || 80,
    write: (text) => void stream.write(text),
  };
}

/** The reader of a pipe may close it early, as `head` does. */
function exitOnClosedPipe({ code }: NodeJS.ErrnoException): void {
  process.exit(code === 'EPIPE' ? 0 : 1);
}
