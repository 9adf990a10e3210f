import { open } from 'node:fs/promises';
import { compareExports } from '../../shared/domain/intake/export-order.ts';
import type { InboxFile } from './files.ts';

const EXAMINED_BYTES = 64 * 1024;
const isoDate = /(?<!\d)(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?!\d)/g;

/**
 * Sorts the files of one drop, since a later one replaces the orders of an earlier one: by the dates and numbers in their names;
 * if these do not tell, by the newest date at the beginning and at the end of a text file; otherwise as given.
 */
export async function oldestFirst<File extends Pick<InboxFile, 'path' | 'name' | 'isStream'>>(
  files: readonly File[],
): Promise<File[]> {
  const byName = files.toSorted((a, b) => compareExports(a.name, b.name));
  const isUndecided = byName.some(
    (file, index) => index > 0 && compareExports(byName[index - 1]?.name ?? '', file.name) === 0,
  );
  if (!isUndecided) return byName;
  const dates = new Map<File, string>();
  for (const file of files) dates.set(file, await newestDate(file));
  const dateOf = (file: File) => dates.get(file) ?? '';
  return byName.toSorted((a, b) => compareExports(a.name, b.name) || dateOf(a).localeCompare(dateOf(b)));
}

/** The newest date written year first at either end of a file, as YYYY-MM-DD; empty if there is none. */
async function newestDate({ path, isStream }: Pick<InboxFile, 'path' | 'isStream'>): Promise<string> {
  if (isStream) return '';
  // Reading the file later reports why it cannot be read.
  const file = await open(path).catch(() => undefined);
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const read = async (from: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(EXAMINED_BYTES), 0, EXAMINED_BYTES, from);
      return buffer.toString('latin1', 0, bytesRead);
    };
    const text = `${await read(0)}\n${await read(Math.max(0, size - EXAMINED_BYTES))}`;
    const found = text.match(isoDate) ?? [];
    return (
      found
        .map((date) =>
          date
            .split(/\D/)
            .map((part) => part.padStart(2, '0'))
            .join('-'),
        )
        .toSorted()
        .at(-1) ?? ''
    );
  } finally {
    await file.close();
  }
}
