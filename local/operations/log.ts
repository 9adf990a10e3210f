import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode, PRIVATE_DIRECTORY, PRIVATE_FILE } from '../platform/file-system.ts';

/** Size from which a file is rotated, and the number of files. */
const MAX_BYTES = 10_000_000;
const FILES = 5;
export const LOG_FILE = 'strata.log';

type Level = 'info' | 'warn' | 'error';

/** Facts about an event. Never the content of a customer's file: names of files and errors, keys, ids of runs, counts. */
export type LogFacts = Readonly<Record<string, string | number | null | undefined>>;

export interface Log {
  write(level: Level, message: string, facts?: LogFacts): void;
  close(): void;
}

interface LogOptions {
  maxBytes?: number;
  files?: number;
  now?: () => Date;
  /** Called once when the log cannot be written, e.g. because the disk is full; Strata works on without it. */
  onFailure: (error: Error) => void;
}

/**
 * Opens a log of JSON lines, `strata.log` in a directory, readable by its owner only. A full file becomes `strata.log.1`, and
 * what that was before becomes `strata.log.2`, and so on.
 * @param directory is created if it does not exist
 * @throws {Error} when the file cannot be opened
 */
export function openLog(
  directory: string,
  { maxBytes = MAX_BYTES, files = FILES, now = () => new Date(), onFailure }: LogOptions,
): Log {
  const file = join(directory, LOG_FILE);
  mkdirSync(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
  let descriptor = openSync(file, 'a', PRIVATE_FILE);
  let bytes = fstatSync(descriptor).size;
  let hasFailed = false;

  function rotate(): void {
    closeSync(descriptor);
    for (let number = files - 1; number > 0; number--) {
      const newer = number === 1 ? file : `${file}.${number - 1}`;
      renameIfPresent(newer, `${file}.${number}`);
    }
    descriptor = openSync(file, 'a', PRIVATE_FILE);
    bytes = fstatSync(descriptor).size;
  }

  return {
    write(level, message, facts) {
      const line = Buffer.from(`${JSON.stringify({ time: now().toISOString(), level, message, ...facts })}\n`);
      try {
        if (bytes > 0 && bytes + line.length > maxBytes) rotate();
        bytes += writeSync(descriptor, line);
        hasFailed = false;
      } catch (error) {
        if (!hasFailed) onFailure(error as Error);
        hasFailed = true;
      }
    },
    close: () => closeSync(descriptor),
  };
}

function renameIfPresent(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

/** What of an error goes into the log: not its message, which may quote a value of a customer's file. */
export function errorFacts(error: unknown): LogFacts {
  const { name, code, stack = '' } = error as NodeJS.ErrnoException;
  const place = stack.split('\n').find((line) => /^\s+at /.test(line));
  return { error: name, ...(code && { code }), ...(place && { at: place.trim().slice('at '.length) }) };
}
