import {
  type Dataset,
  datasetFields,
  datasets,
  type Field,
  holdsDecisions,
} from '../../shared/domain/intake/datasets/datasets.ts';
import { closestWord } from '../../shared/domain/intake/text/closest-word.ts';
import { CommandError } from '../command-error.ts';

/** A column of the user's files by its meaning: `customer_id=cumid`, or for one dataset `orders.customer_id=cumid`. */
export interface NamedColumn {
  datasets: readonly Dataset[];
  field: Field;
  header: string;
}

/** @throws {CommandError} when the text is no `field=header`, or there is no such dataset or field */
export function parseColumn(text: string): NamedColumn {
  const [, dataset, field = '', header = ''] = /^\s*(?:([^.=]+)\.)?([^.=]+?)\s*=(.+)$/s.exec(text) ?? [];
  if (header.trim() === '')
    throw new CommandError(`--column ${text}: expected field=header, such as customer_id=cumid`);
  const named = datasets.filter((each) => (dataset === undefined ? !holdsDecisions(each) : each === dataset.trim()));
  if (named.length === 0) throw unknown(text, 'dataset', dataset ?? '', datasets);
  const having = named.filter((each) => datasetFields[each].some((known) => known === field));
  if (having.length === 0)
    throw unknown(text, 'field', field, [...new Set(named.flatMap((each) => datasetFields[each]))]);
  return { datasets: having, field: field as Field, header };
}

function unknown(text: string, what: string, word: string, known: readonly string[]): CommandError {
  const meant = closestWord(word, known);
  const hint = meant === undefined ? `expected one of ${known.join(', ')}` : `did you mean ${meant}?`;
  return new CommandError(`--column ${text}: there is no ${what} ${word}: ${hint}`);
}

/** A policy with the columns added to its mapping. */
export function withColumns(policy: unknown, columns: readonly NamedColumn[]): unknown {
  const { columns: mapped = {}, ...others } = (policy ?? {}) as { columns?: Partial<Record<Dataset, object>> };
  const all = { ...mapped };
  for (const { datasets: names, field, header } of columns) {
    for (const dataset of names) all[dataset] = { ...all[dataset], [field]: header };
  }
  return { ...others, columns: all };
}
