/** Where the command line writes: the result to stdout, everything else to stdout or, beside a JSON result, stderr. */
export interface Terminal {
  /** Writes lines that tell what goes on. */
  tell(text: string): void;
  error(text: string): void;
  /** Writes the result as one JSON object on stdout. */
  result(value: object): void;
  /** Whether lines can be written over, for a live display. */
  isLive: boolean;
  columns: number;
  /** Writes text as it is, for the live display. */
  write(text: string): void;
}

/** @param json keeps stdout for the result alone, whatever else in this process writes there */
export function openTerminal(json: boolean): Terminal {
  const toStdout = process.stdout.write.bind(process.stdout);
  if (json) process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;
  process.stdout.on('error', endQuietly);
  const stream = json ? process.stderr : process.stdout;
  return {
    tell: (text) => void stream.write(`${text}\n`),
    error: (text) => void process.stderr.write(`${text}\n`),
    result: (value) => void toStdout(`${JSON.stringify(value, null, 2)}\n`),
    isLive: stream.isTTY === true,
    columns: stream.columns || 80,
    write: (text) => void stream.write(text),
  };
}

/** Whoever reads what is written here may stop, as `head` does; then there is no one left to work for. */
function endQuietly({ code }: NodeJS.ErrnoException): void {
  process.exit(code === 'EPIPE' ? 0 : 1);
}
