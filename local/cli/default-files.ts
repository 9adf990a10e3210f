import { existsSync } from 'node:fs';
import type { EmbeddedCloud } from '../cloud/embedded-cloud.ts';
import { writeSample } from '../sample/sample.ts';
import { findFiles, type InboxFile } from './files.ts';

/** The files to use when none are given: the sample export, unless the inbox already has the user's own exports. */
export async function defaultFiles({
  directory,
  inbox,
}: Pick<EmbeddedCloud, 'directory' | 'inbox'>): Promise<InboxFile[]> {
  const hasOwnExports = !existsSync(directory.sample) && (await inbox.list('inbox/')).length > 0;
  return hasOwnExports ? [] : findFiles(await writeSample(directory.sample));
}
