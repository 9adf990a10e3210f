import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { datasets } from '../../shared/domain/intake/datasets/datasets.ts';
import { CommandError } from '../command-error.ts';

/** A local file and the key it has in the inbox. */
export interface InboxFile {
  file: string;
  key: string;
}

/**
 * Finds all files and assigns each a key in the inbox.
 * @param paths files and folders; a folder stands for all its files except hidden ones
 * @throws {CommandError} when a path does not exist or there is no file
 */
export async function findFiles(paths: readonly string[]): Promise<InboxFile[]> {
  const found = await Promise.all(paths.map(expand));
  const files = [...new Set(found.flat())];
  if (paths.length > 0 && files.length === 0) throw new CommandError(`No files found in ${paths.join(', ')}`);
  return withKeys(files);
}

async function expand(path: string): Promise<string[]> {
  const root = resolve(path);
  const found = await stat(root).catch((cause) => {
    throw new CommandError(`${path} does not exist`, { cause });
  });
  if (!found.isDirectory()) return [root];
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !isHidden(file.slice(root.length)))
    .sort();
}

const isHidden = (path: string) => path.split(sep).some((name) => name.startsWith('.'));

/** Files with the same name would overwrite each other, so their keys contain a digest of their path. */
function withKeys(files: readonly string[]): InboxFile[] {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(inboxKey(file), (counts.get(inboxKey(file)) ?? 0) + 1);
  return files.map((file) => ({
    file,
    key: counts.get(inboxKey(file)) === 1 ? inboxKey(file) : distinctInboxKey(file),
  }));
}

function inboxKey(file: string): string {
  const folder = basename(dirname(file));
  const dataset = datasets.find((name) => name === folder);
  return dataset ? `inbox/${dataset}/${basename(file)}` : `inbox/${basename(file)}`;
}

function distinctInboxKey(file: string): string {
  const digest = createHash('sha256').update(file).digest('hex').slice(0, 8);
  const [name, ...extensions] = basename(file).split('.');
  return `${dirname(inboxKey(file))}/${[`${name}-${digest}`, ...extensions].join('.')}`;
}
