import { relative, resolve } from 'node:path';
import { styleText } from 'node:util';
import { argument, FILE_PLACEHOLDER } from '../../shared/domain/intake/columns/column-question.ts';
import type { InboxFile } from './files.ts';
import { section } from './format.ts';
import { DEFAULT_DATA_DIR } from './options.ts';
import type { UploadQuality } from './quality.ts';

interface Invocation {
  /** The files of this command. */
  files: readonly InboxFile[];
  dataDir: string;
}

/** Why files were rejected, file by file, with the command that answers what is open; undefined when none was. */
export function rejectionsText(uploads: readonly UploadQuality[], invocation: Invocation): string | undefined {
  const rejected = uploads.filter(({ status }) => status === 'rejected');
  if (rejected.length === 0) return undefined;
  const title = rejected.length === 1 ? 'One file was rejected' : `${rejected.length} files were rejected`;
  return section(
    styleText('red', title),
    rejected.map((upload) => `  ${upload.file}: ${rejectionText(upload, invocation)}`).join('\n'),
  );
}

function rejectionText({ key, error, message }: UploadQuality, { files, dataDir }: Invocation): string {
  const path = files.find((file) => file.key === key)?.path.toString();
  return `${error}: ${reasonText(message ?? '', path, dataDir)}`;
}

/** The reason as indented lines, with the file's path in the commands it names. */
export function reasonText(message: string, path: string | undefined, dataDir: string): string {
  const isDefault = resolve(dataDir) === resolve(DEFAULT_DATA_DIR);
  const given = [
    ...(path === undefined ? [FILE_PLACEHOLDER] : [argument(shorter(path, relative('', path)))]),
    ...(isDefault ? [] : [`--data-dir ${argument(dataDir)}`]),
  ].join(' ');
  return message.replaceAll(FILE_PLACEHOLDER, () => given).replaceAll(/; |\n/g, ';\n    ');
}

const shorter = (a: string, b: string) => (b.length < a.length ? b : a);
