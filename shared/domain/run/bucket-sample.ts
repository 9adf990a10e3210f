import * as z from 'zod';

/** How many of all customer buckets a sample has. */
export const bucketSampleSchema = z.object({ buckets: z.number().int(), of_buckets: z.number().int() });

/** A file of one customer bucket. */
interface BucketFile {
  key: string;
  bytes: number;
}

/**
 * Chooses files of customer buckets, of up to `maxBytes` together and at least one. Customers are in buckets by a hash of their ids, so
 * that those of some buckets are a random sample of all.
 * @param files one per bucket
 * @returns the chosen files, and how many of all they are, or null if they are all
 * @example
 * const files = [{ key: 'bucket=0', bytes: 60 }, { key: 'bucket=1', bytes: 60 }, { key: 'bucket=2', bytes: 60 }];
 * bucketSample(files, 150).sample // => { buckets: 2, of_buckets: 3 }
 */
export function bucketSample<File extends BucketFile>(
  files: readonly File[],
  maxBytes: number,
): { files: File[]; sample: z.infer<typeof bucketSampleSchema> | null } {
  let bytes = 0;
  const ordered = files.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const beyond = ordered.findIndex((file, index) => {
    bytes += file.bytes;
    return index > 0 && bytes > maxBytes;
  });
  if (beyond === -1) return { files: ordered, sample: null };
  return { files: ordered.slice(0, beyond), sample: { buckets: beyond, of_buckets: files.length } };
}
