import { existsSync } from 'node:fs';
import type { Platform } from '../platform/start-platform.ts';
import { writeSample } from '../sample/sample.ts';
import { findFiles, type InboxFile } from './files.ts';

/** The files to use when none are given: the sample export, unless the inbox already has the user's own exports. */
export async function defaultFiles({ directory, inbox }: Pick<Platform, 'directory' | 'inbox'>): Promise<InboxFile[]> {
  const hasOwnExports = !existsSync(directory.sample) && (await inbox.list('inbox/')).length > 0;
  return hasOwnExports ? [] : (await findFiles(await writeSample(directory.sample))).files;
}
