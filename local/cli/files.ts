import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { datasets } from '../../shared/domain/intake/datasets/datasets.ts';
import { closestWord } from '../../shared/domain/intake/text/closest-word.ts';
import { CommandError } from '../command-error.ts';

/** A local file and the key it has in the inbox. */
export interface InboxFile {
  /** As bytes, since a file name need not be UTF-8. */
  path: Buffer;
  /** The file's name, for people; bytes that are not UTF-8 are shown as �. */
  name: string;
  key: string;
  /** Whether it can be read only once and has no size: a pipe or a terminal. */
  isStream: boolean;
}

export interface FoundFiles {
  files: InboxFile[];
  /** What folders contain and cannot be used, one line each. */
  skipped: string[];
}

interface Entry {
  path: Buffer;
  stats: Stats;
}

/**
 * Finds all files and gives each a key in the inbox. Follows links.
 * @param paths files and folders; a folder stands for all its files except hidden ones; `-` is standard input
 * @throws {CommandError} when a path does not exist, or there is no file
 */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const { entries, skipped, collect } = fileCollector();
  for (const path of paths) {
    const root = path === '-' ? '/dev/stdin' : resolve(path);
    const stats = await stat(root).catch(async (cause) => {
      const problem = cause.code === 'EACCES' ? 'cannot be read' : `does not exist${await suggestion(path)}`;
      throw new CommandError(`${path} ${problem}`, { cause });
    });
    await collect({ path: Buffer.from(root), stats }, true);
  }
  const distinct = [...new Map(entries.map((entry) => [entry.path.toString('latin1'), entry])).values()];
  if (paths.length > 0 && distinct.length === 0) throw new CommandError(`No files found in ${paths.join(', ')}`);
  return { files: withKeys(distinct), skipped };
}

/** The file of the same folder that a missing one may mean. */
async function suggestion(path: string): Promise<string> {
  const names = await readdir(dirname(resolve(path))).catch(() => []);
  const meant = closestWord(basename(path), names);
  return meant === undefined ? '' : `: did you mean ${join(dirname(path), meant)}?`;
}

/** A file in a folder that is watched. */
export interface WatchedFile extends InboxFile {
  stats: Stats;
}

/**
 * Finds the files of a folder as {@link findFiles} does, but gives each a key that does not depend on which others are there: the
 * file's name in the folder itself and in its subfolders that are named after datasets; elsewhere with a digest of the path.
 * @param folder absolute path
 * @param hasPlainKeys false for all folders but the first, so that files of the same name have keys of their own
 * @throws {Error} when the folder cannot be read
 */
export async function findWatchedFiles(
  folder: string,
  hasPlainKeys: boolean,
): Promise<{ files: WatchedFile[]; skipped: string[] }> {
  const { entries, skipped, collect } = fileCollector();
  await collect({ path: Buffer.from(folder), stats: await stat(folder) }, true);
  const isDataset = (name: string) => datasets.some((dataset) => dataset === name);
  const files = entries.map(({ path, stats }) => {
    const name = fileName(path);
    const [subfolder = '', ...deeper] = path
      .subarray(folder.length + 1)
      .toString()
      .split('/')
      .slice(0, -1);
    // In a folder that is itself named after a dataset, a subfolder of that name would have the same keys.
    const isPlain = deeper.length === 0 && (subfolder === '' || (isDataset(subfolder) && !isDataset(basename(folder))));
    const key =
      hasPlainKeys && isPlain && Buffer.from(name).equals(nameBytes(path)) ? inboxKey(path) : distinctInboxKey(path);
    return { path, name, key, isStream: false, stats };
  });
  return { files, skipped };
}

function fileCollector() {
  const skipped: string[] = [];
  const entries: Entry[] = [];
  const folders = new Set<string>();

  /** @param isGiven whether the path was given, and not found in a folder */
  async function collect(entry: Entry, isGiven: boolean): Promise<void> {
    const { path, stats } = entry;
    if (stats.isFile()) entries.push(entry);
    else if (stats.isDirectory()) await collectFolder(path, isGiven);
    // A pipe in a folder may never have a writer, so only those that are given are read.
    else if (isGiven && (stats.isFIFO() || stats.isCharacterDevice())) entries.push(entry);
    else skipped.push(`${path.toString()}: skipped, it is not a file`);
  }

  async function collectFolder(folder: Buffer, isGiven: boolean): Promise<void> {
    const names = await namesIn(folder).catch((error) => {
      if (isGiven) throw error;
      skipped.push(`${folder.toString()}: skipped, it cannot be read`);
      return [];
    });
    for (const name of names.filter((bytes) => bytes[0] !== DOT).sort(Buffer.compare)) {
      const path = Buffer.concat([folder, SLASH, name]);
      const stats = await stat(path).catch(() => undefined);
      if (stats) await collect({ path, stats }, false);
      else skipped.push(`${path.toString()}: skipped, it is a broken link or cannot be read`);
    }
  }

  /** The names in a folder, the first time that it is found: a link may lead to a folder above itself. */
  async function namesIn(folder: Buffer): Promise<Buffer[]> {
    const real = (await realpath(folder, { encoding: 'buffer' })).toString('latin1');
    if (folders.has(real)) return [];
    folders.add(real);
    return readdir(folder, { encoding: 'buffer' });
  }

  return { entries, skipped, collect };
}

const DOT = '.'.charCodeAt(0);
const SLASH = Buffer.from('/');

/** Files with the same name would overwrite each other, so their keys contain a digest of their path. */
function withKeys(entries: readonly Entry[]): InboxFile[] {
  const counts = new Map<string, number>();
  for (const { path } of entries) counts.set(inboxKey(path), (counts.get(inboxKey(path)) ?? 0) + 1);
  return entries.map(({ path, stats }) => {
    const name = fileName(path);
    const isDistinct = counts.get(inboxKey(path)) === 1 && Buffer.from(name).equals(nameBytes(path));
    return { path, name, key: isDistinct ? inboxKey(path) : distinctInboxKey(path), isStream: !stats.isFile() };
  });
}

const nameBytes = (path: Buffer) => path.subarray(path.lastIndexOf(SLASH) + 1);
const fileName = (path: Buffer) => nameBytes(path).toString();

function inboxKey(path: Buffer): string {
  const folder = fileName(path.subarray(0, path.lastIndexOf(SLASH)));
  const dataset = datasets.find((name) => name === folder);
  return dataset ? `inbox/${dataset}/${fileName(path)}` : `inbox/${fileName(path)}`;
}

function distinctInboxKey(path: Buffer): string {
  const digest = createHash('sha256').update(path).digest('hex').slice(0, 8);
  const key = inboxKey(path);
  const nameAt = key.lastIndexOf('/') + 1;
  const [name, ...extensions] = key.slice(nameAt).split('.');
  return `${key.slice(0, nameAt)}${[`${name}-${digest}`, ...extensions].join('.')}`;
}
