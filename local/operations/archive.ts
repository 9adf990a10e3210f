import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { hasCode, PRIVATE_FILE } from '../platform/file-system.ts';

const isCompressed = (name: string) => /\.(tar\.gz|tgz)$/i.test(name);

/** Whether a name is that of an archive, compressed or not. */
export const isArchive = (name: string): boolean => /\.tar$/i.test(name) || isCompressed(name);

/**
 * Writes the content of a directory as an archive, with the system's `tar`.
 * @param name decides whether it is compressed
 * @throws {Error} when `tar` fails
 */
export async function writeArchive(directory: string, file: string, name: string): Promise<void> {
  const tar = spawn('tar', ['-C', directory, '-cf', '-', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = exit(tar);
  const compression = isCompressed(name) ? createGzip({ level: 1 }) : new PassThrough();
  await Promise.all([ended, pipeline(tar.stdout, compression, createWriteStream(file, { mode: PRIVATE_FILE }))]);
}

/** Extracts an archive into a directory. @throws {Error} when it is damaged or `tar` fails */
export async function extractArchive(file: string, directory: string): Promise<void> {
  const tar = spawn('tar', ['-C', directory, '-xpf', '-'], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = exit(tar);
  const decompression = isCompressed(file) ? createGunzip() : new PassThrough();
  const feeding = pipeline(createReadStream(file), decompression, tar.stdin).catch((error) => {
    // It stops reading at the end of the archive, which padding follows.
    if (!hasCode(error, 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  });
  // Both, so that tar writes nothing any more when the caller learns of damage.
  const failed = (await Promise.allSettled([feeding, ended])).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

async function exit(tar: ReturnType<typeof spawn>): Promise<void> {
  const [code] = await once(tar, 'close');
  if (code !== 0) throw new Error(`tar ended with exit code ${code}`);
}
