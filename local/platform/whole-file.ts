import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

const PARQUET = 'PAR1';
const restore = 'restore the data directory from a backup';

/**
 * Checks a file that has changed without its object: another version that was written whole is fine, a part of one is not.
 * @throws {Error} naming the file, when it is Parquet or JSON according to its type and not whole
 */
export function requireWhole(file: string, contentType: string): void {
  if (contentType === 'application/json') requireJson(file);
  if (contentType === 'application/vnd.apache.parquet' && !isParquet(file))
    throw new Error(`${file} is damaged: ${restore}`);
}

function requireJson(file: string): void {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new Error(`${file} is not valid JSON: correct it, or ${restore}`, { cause });
  }
}

/** @see https://parquet.apache.org/docs/file-format/: a file begins and ends with the same four bytes */
function isParquet(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const ends = [0, Math.max(0, size - PARQUET.length)].map((position) => {
      const bytes = Buffer.alloc(PARQUET.length);
      readSync(descriptor, bytes, 0, bytes.length, position);
      return bytes.toString('latin1');
    });
    return size > 2 * PARQUET.length && ends.every((bytes) => bytes === PARQUET);
  } finally {
    closeSync(descriptor);
  }
}
