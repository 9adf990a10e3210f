import type { DroppedFile } from '../cli/drop.ts';
import { findWatchedFiles, type InboxFile, type WatchedFile } from '../cli/files.ts';
import { oldestFirst } from '../cli/oldest-first.ts';
import { errorFacts, type Log } from './log.ts';

interface Dependencies {
  /** Prepares to upload files, see `openDrop`. */
  openDrop: () => Promise<(file: InboxFile) => Promise<DroppedFile>>;
  /** Starts a run over what was uploaded. */
  takeIn: () => unknown;
  log: Pick<Log, 'write'>;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** When to try again a file that could not be read or stored, if it has not changed until then. */
const RETRY_MS = 300_000;

/** Names that programs give to files in the making. */
const temporaryName = /^~|^#.*#$|~$|\.(part|partial|filepart|tmp|temp|crdownload|download|opdownload|swp|lock)$/i;

/** What was done with a file in this state of it. */
interface Handled {
  state: string;
  /** For a file that failed. */
  retryAt?: number;
}

/**
 * Creates a look at folders, to be repeated, that takes in each finished file: one with content, whose size and times are the
 * same as at the look before. A file that cannot be taken in never keeps others from it.
 * @param folders absolute paths
 */
export function folderWatch(folders: readonly string[], { openDrop, takeIn, log, now }: Dependencies) {
  let seen = new Map<string, string>();
  let handled = new Map<string, Handled>();
  let noted = new Set<string>();

  /** Files that are finished and not handled yet; forgets those that are gone. */
  function finished(files: readonly WatchedFile[]): WatchedFile[] {
    const states = new Map(files.map((file) => [pathOf(file), stateOf(file)]));
    const before = seen;
    seen = states;
    handled = new Map([...handled].filter(([path, { state }]) => states.get(path) === state));
    return files.filter((file) => {
      const path = pathOf(file);
      const { retryAt = Number.POSITIVE_INFINITY } = handled.get(path) ?? { retryAt: 0 };
      return before.get(path) === states.get(path) && retryAt <= now();
    });
  }

  async function drop(files: readonly WatchedFile[]): Promise<void> {
    if (files.length === 0) return;
    const upload = await openDrop();
    let uploadedFiles = 0;
    for (const file of await oldestFirst(files)) {
      const state = stateOf(file);
      try {
        const { key, uploaded, bytes } = await upload(file);
        handled.set(pathOf(file), { state });
        if (!uploaded) continue;
        uploadedFiles++;
        log.write('info', 'file uploaded', { file: file.name, key, bytes });
      } catch (error) {
        handled.set(pathOf(file), { state, retryAt: now() + RETRY_MS });
        const { cause = error } = error as Error;
        log.write('warn', 'file not readable', { file: file.name, ...errorFacts(cause) });
      }
    }
    if (uploadedFiles > 0) takeIn();
  }

  return async (): Promise<void> => {
    const files = new Map<string, WatchedFile>();
    const notes: string[] = [];
    for (const [index, folder] of folders.entries()) {
      try {
        const found = await findWatchedFiles(folder, index === 0);
        notes.push(...found.skipped);
        for (const file of found.files) {
          const reason = reasonToSkip(file);
          if (reason) notes.push(`${file.path.toString()}: skipped, ${reason}`);
          else if (!files.has(pathOf(file))) files.set(pathOf(file), file);
        }
      } catch (error) {
        notes.push(`${folder}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
      }
    }
    for (const note of notes) if (!noted.has(note)) log.write('warn', 'path skipped', { reason: note });
    noted = new Set(notes);
    await drop(finished([...files.values()]));
  };
}

function reasonToSkip({ name, stats }: WatchedFile): string | undefined {
  if (temporaryName.test(name)) return 'its name is that of a file in the making';
  return stats.size === 0 ? 'it is empty' : undefined;
}

/** Bytes that are not UTF-8 stay distinct. */
const pathOf = ({ path }: WatchedFile) => path.toString('latin1');
const stateOf = ({ stats }: WatchedFile) => `${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`;
