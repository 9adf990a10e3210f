import { type Dataset, datasetDefinitions, datasetFields, datasets, type Field } from '../datasets/datasets.ts';
import { findKnownExport } from '../datasets/known-exports.ts';
import { normaliseHeader } from '../headers/headers.ts';
import type { ColumnTable } from './sample-table.ts';

const BEST_ALIAS = 0.95;
const WORST_ALIAS = 0.55;

const splitWords = (line: string) => line.split(',').map(normaliseHeader);

/** Alias → how telling it is, for every field of a dataset. */
function rankedAliases(dataset: Dataset): Map<string, Map<Field, number>> {
  const ranked = new Map<string, Map<Field, number>>();
  for (const field of datasetFields[dataset]) {
    const lines = datasetDefinitions[dataset].fields[field]?.aliases ?? [];
    for (const [rank, line] of lines.entries()) {
      const score = BEST_ALIAS - ((BEST_ALIAS - WORST_ALIAS) * rank) / lines.length;
      for (const word of splitWords(line)) {
        const fields = ranked.get(word) ?? new Map<Field, number>();
        if (!fields.has(field)) fields.set(field, score);
        ranked.set(word, fields);
      }
    }
  }
  return ranked;
}

const ranks = new Map(datasets.map((dataset) => [dataset, rankedAliases(dataset)]));

/**
 * What the headers of a file may name in a dataset, by the table of aliases and the exports that are known.
 * @returns header → field → how telling the name is, 0 to 1; 1 for a known export's own
 */
export function namedFields({ headers, forms }: ColumnTable, dataset: Dataset): Map<string, Map<Field, number>> {
  const ranked = ranks.get(dataset);
  const known = findKnownExport(headers, dataset);
  const own = new Map(
    Object.entries(known?.columns ?? {}).map(([field, header]) => [normaliseHeader(header), field as Field]),
  );
  const named = new Map<string, Map<Field, number>>();
  for (const header of headers) {
    const [whole] = forms(header);
    const meant = whole && own.get(whole.text);
    const fields = new Map<Field, number>(meant ? [[meant, 1]] : []);
    for (const { text, closeness } of meant ? [] : forms(header)) {
      for (const [field, score] of ranked?.get(text) ?? []) {
        fields.set(field, Math.max(fields.get(field) ?? 0, score * closeness));
      }
    }
    if (fields.size > 0) named.set(header, fields);
  }
  return named;
}
