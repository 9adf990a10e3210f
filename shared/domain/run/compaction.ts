import * as z from 'zod';
import { attemptFromKey, cleanPrefix, currentFiles, uploadIdFromKey } from './runs.ts';

/**
 * What the compacted files of one bucket and table of clean rows have. Readers take the compacted files that it names, and no other
 * file of the uploads that it names: so a merge takes effect with the one write of this document, and neither files that are not
 * removed yet nor late ones of an earlier attempt count twice.
 */
const compactionSchema = z.object({
  /** Keys of the compacted files. */
  files: z.array(z.string()),
  /** Ids of the uploads whose rows they have. */
  uploads: z.array(z.string()),
});
export type Compaction = z.infer<typeof compactionSchema>;
export const parseCompaction = (document: unknown): Compaction => compactionSchema.parse(document);

export const compactionKey = (table: string, bucket: number) => `${cleanPrefix(table, bucket)}compacted.json`;
export const isCompactionKey = (key: string) => /^clean\/[^/]+\/bucket=\d+\/compacted\.json$/.test(key);

/** @param runId the run that merges */
export const compactedFile = (table: string, bucket: number, runId: string) =>
  `${cleanPrefix(table, bucket)}compacted/${runId}.parquet`;
export const isCompacted = (key: string) => key.startsWith('clean/') && key.includes('/compacted/');

/** The Parquet files to read of a listing; of clean rows, those of each upload's last attempt, and those that were merged as merged. */
export function readableFiles<Listed extends { key: string }>(
  listed: readonly Listed[],
  compactions: readonly Compaction[],
): Listed[] {
  const files = new Set(compactions.flatMap((compaction) => compaction.files));
  const merged = new Map(compactions.map((each) => [folderOf(each.files[0] ?? ''), new Set(each.uploads)]));
  const isMerged = (key: string) => merged.get(folderOf(key))?.has(uploadIdFromKey(key) ?? '') ?? false;
  const parquet = listed.filter(({ key }) => key.endsWith('.parquet'));
  return currentFiles(parquet).filter(({ key }) => (isCompacted(key) ? files.has(key) : !isMerged(key)));
}

/** The folder of the bucket and table that a clean file is in. */
const folderOf = (key: string) => key.match(/^clean\/[^/]+\/bucket=\d+\//)?.[0] ?? '';

/** Files are merged from this number on. */
const MIN_FILES = 8;
/** Larger files are left as they are, so that no row is written more often than it has to be: 64 MB. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The files of one bucket and table that are to be merged: small ones of uploads that can no longer be cleaned again, if there are
 * several.
 * @param files to read
 * @param isFinal whether a run has succeeded, so that its uploads are in the ledger
 */
export function filesToMerge<File extends { key: string; bytes: number }>(
  files: readonly File[],
  isFinal: (runId: string) => boolean,
): File[] {
  const small = files.filter(
    ({ key, bytes }) => bytes < MAX_BYTES && (isCompacted(key) || isFinal(runOfAttempt(key) ?? '')),
  );
  return small.length >= MIN_FILES ? small : [];
}

/** The run whose attempt wrote a clean file; undefined for other files and for those of earlier versions. */
export const runOfAttempt = (key: string): string | undefined => attemptFromKey(key).split('_')[0] || undefined;
