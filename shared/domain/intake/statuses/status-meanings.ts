import { type StatusMeaning, statusWords, statusWordsByExport } from '../vocabulary/statuses.ts';

/** Meaning → status words, in lower case. */
export type StatusMeanings = Readonly<Record<StatusMeaning, readonly string[]>>;

/**
 * Returns the status words of an export, by meaning.
 * @param system name of the known export, if any
 */
export function statusMeanings(system: string | undefined): StatusMeanings {
  const exportWords = statusWordsByExport[system ?? ''] ?? {};
  return {
    notASale: [...statusWords.notASale, ...(exportWords.notASale ?? [])],
    return: [...statusWords.return, ...(exportWords.return ?? [])],
    voided: [...statusWords.voided, ...(exportWords.voided ?? [])],
    sale: exportWords.sale ?? [],
  };
}
