import { type Dataset, datasetDefinitions, datasetFields, datasets, type Field } from '../datasets/datasets.ts';
import { findKnownExport } from '../datasets/known-exports.ts';
import { normaliseHeader } from '../headers/headers.ts';
import type { ColumnTable } from './sample-table.ts';

const BEST_ALIAS = 0.95;
const WORST_ALIAS = 0.55;

const splitWords = (line: string) => line.split(',').map(normaliseHeader);

/** Alias → field → score of the alias, for one dataset. */
function scoreAliases(dataset: Dataset): Map<string, Map<Field, number>> {
  const scores = new Map<string, Map<Field, number>>();
  for (const field of datasetFields[dataset]) {
    const lines = datasetDefinitions[dataset].fields[field]?.aliases ?? [];
    for (const [rank, line] of lines.entries()) {
      const score = BEST_ALIAS - ((BEST_ALIAS - WORST_ALIAS) * rank) / lines.length;
      for (const word of splitWords(line)) {
        const fields = scores.get(word) ?? new Map<Field, number>();
        if (!fields.has(field)) fields.set(field, score);
        scores.set(word, fields);
      }
    }
  }
  return scores;
}

const aliasScores = new Map(datasets.map((dataset) => [dataset, scoreAliases(dataset)]));

/**
 * Finds the fields that each header may stand for, by aliases and known exports.
 * @returns header → field → name score, 0 to 1; 1 for headers of a known export
 */
export function fieldsByHeader({ headers, forms }: ColumnTable, dataset: Dataset): Map<string, Map<Field, number>> {
  const scores = aliasScores.get(dataset);
  const knownExport = findKnownExport(headers, dataset);
  const exportFields = new Map(
    Object.entries(knownExport?.columns ?? {}).map(([field, header]) => [normaliseHeader(header), field as Field]),
  );
  const byHeader = new Map<string, Map<Field, number>>();
  for (const header of headers) {
    const [whole] = forms(header);
    const exportField = whole && exportFields.get(whole.text);
    const fields = new Map<Field, number>(exportField ? [[exportField, 1]] : []);
    for (const { text, closeness } of exportField ? [] : forms(header)) {
      for (const [field, score] of scores?.get(text) ?? []) {
        fields.set(field, Math.max(fields.get(field) ?? 0, score * closeness));
      }
    }
    if (fields.size > 0) byHeader.set(header, fields);
  }
  return byHeader;
}
