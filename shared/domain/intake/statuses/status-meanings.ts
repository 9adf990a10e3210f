import { type StatusMeaning, statusWords, statusWordsByExport } from '../vocabulary/statuses.ts';

/** The words of each meaning, in lower case. */
export type StatusMeanings = Readonly<Record<StatusMeaning, readonly string[]>>;

/**
 * What status words mean.
 * @param system the export, where its headers give it away
 */
export function statusMeanings(system: string | undefined): StatusMeanings {
  const own = statusWordsByExport[system ?? ''] ?? {};
  return {
    notASale: [...statusWords.notASale, ...(own.notASale ?? [])],
    return: [...statusWords.return, ...(own.return ?? [])],
    voided: [...statusWords.voided, ...(own.voided ?? [])],
    sale: own.sale ?? [],
  };
}
