import { createHash } from 'node:crypto';

/** Limits of file systems: 255 bytes for a name, and on some as few as 1,024 for a path. */
const MAX_NAME = 200;
const MAX_PATH = 600;
const DIGEST_DIGITS = 32;

/** Text that is a safe name on every file system. Capital T and Z only after a digit, as in times, and no small ones there. */
const safe = /^(?:[a-z0-9=_.-]|(?<=\d)[TZ])+$/;
const smallAfterDigit = /\d[tz]/;
const isSafe = (name: string) => safe.test(name) && !smallAfterDigit.test(name) && name.length <= MAX_NAME;

/**
 * The path of an object's file below its bucket's directory. A part of a key that is a safe name stays as it is; of any other
 * the safe characters remain, followed by a digest of the part.
 *
 * No two keys share a path, and none lies below another, whatever the file system does with case and accents: safe names do not
 * differ in case alone, only other names have a `~`, and only files have a dot.
 */
export function objectPath(key: string): string {
  const parts = key.split('/');
  const file = parts.pop() ?? '';
  const path = [...parts.map(directoryName), fileName(file)].join('/');
  return path.length <= MAX_PATH ? path : digestName('', `long/${key}`, extensionOf(file));
}

const directoryName = (part: string) =>
  isSafe(part) && !part.includes('.') ? part : digestName(part, `directory/${part}`);

function fileName(part: string): string {
  const extension = extensionOf(part);
  return isSafe(part) && extension !== '' && !part.startsWith('.')
    ? part
    : digestName(part.slice(0, part.length - extension.length), `file/${part}`, extension);
}

/** The last dot and what follows, if that is a safe extension; else nothing. */
const extensionOf = (part: string) => part.toLowerCase().match(/\.[a-z0-9]{1,10}$/)?.[0] ?? '';

function digestName(readable: string, source: string, extension?: string): string {
  const characters = readable
    .toLowerCase()
    .replaceAll(/[^a-z0-9=_-]/g, '')
    .slice(0, 60);
  const digest = createHash('sha256').update(source).digest('hex').slice(0, DIGEST_DIGITS);
  return `${characters}~${digest}${extension === undefined ? '' : extension || '.bin'}`;
}
