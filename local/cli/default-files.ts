import { existsSync } from 'node:fs';
import type { EmbeddedCloud } from '../cloud/embedded-cloud.ts';
import { writeSample } from '../sample/sample.ts';
import { findFiles, type InboxFile } from './files.ts';

/**
 * What a start without files drops: the sample, but never among a user's own exports.
 */
export async function defaultFiles({
  directory,
  inbox,
}: Pick<EmbeddedCloud, 'directory' | 'inbox'>): Promise<InboxFile[]> {
  const isOwn = !existsSync(directory.sample) && (await inbox.list('inbox/')).length > 0;
  return isOwn ? [] : findFiles(await writeSample(directory.sample));
}
