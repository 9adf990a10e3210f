import { parseArgs } from 'node:util';
import { DEFAULT_DATA_DIR, USAGE_EXIT } from '../cli/options.ts';
import { CommandError } from '../command-error.ts';

const FAILED_EXIT = 1;

/**
 * Reads the arguments of a program that works on a data directory.
 * @param required options that must be given
 * @throws {CommandError} with the usage, when an option is unknown or missing
 */
export function readArguments<Name extends string>(
  required: readonly Name[],
  usage: string,
): Record<Name | 'data-dir', string> {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      options: Object.fromEntries([...required, 'data-dir'].map((name) => [name, text])),
    });
    for (const name of required) if (!values[name]) throw new Error(`--${name} is missing`);
    return { 'data-dir': DEFAULT_DATA_DIR, ...values } as Record<Name | 'data-dir', string>;
  } catch (cause) {
    throw new CommandError(`${(cause as Error).message}\n\n${usage}`, { cause });
  }
}

/** Runs a program: prints what it returns, or its error, and sets the exit code. */
export async function runMain(work: () => Promise<string>): Promise<void> {
  try {
    process.stdout.write(`${await work()}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = error instanceof CommandError ? USAGE_EXIT : FAILED_EXIT;
  }
}
