import { z } from 'zod';
import type { ColumnQuestion } from '../../../errors.ts';
import type { Dataset, Field } from '../datasets/datasets.ts';
import { isDateText } from '../dates/dates.ts';
import { identifyValue } from '../identifiers/identifiers.ts';
import { isMoney } from '../money/money.ts';
import { nonMissingText } from './content.ts';
import type { ColumnTable } from './sample-table.ts';

/** Stands for the user's file in the commands of a message; the command line writes the path instead. */
export const FILE_PLACEHOLDER = '<file>';

/** A {@link ColumnQuestion} in a report. */
export const columnQuestionSchema: z.ZodType<ColumnQuestion> = z.object({
  dataset: z.string(),
  fields: z.array(
    z.object({
      field: z.string(),
      candidates: z.array(z.object({ header: z.string(), values: z.array(z.string()) })),
    }),
  ),
});

const SHOWN_VALUES = 3;
const MAX_SHOWN = 24;

/** Up to three distinct values of a column, masked. */
export function sampleValues(table: ColumnTable, header: string): string[] {
  const values = new Set<string>();
  for (const cell of table.values(header)) {
    const text = nonMissingText(cell);
    if (text !== undefined) values.add(maskedValue(text));
    if (values.size === SHOWN_VALUES) break;
  }
  return [...values];
}

/** Dates and amounts as they are; of everything else only the first and the last character and what lies between them in kind. */
function maskedValue(text: string): string {
  if (identifyValue(text) === undefined && (isDateText(text) || (isMoney(text) && text.length < 9))) return text;
  const characters = [...text].slice(0, MAX_SHOWN);
  const kept = characters.length > 3 ? [0, characters.length - 1] : [0];
  return characters
    .map((character, index) => (kept.includes(index) || !/[\p{L}\p{N}]/u.test(character) ? character : '*'))
    .join('');
}

/** The columns that answer a question, one header per field. */
export type Answer = readonly (readonly [field: Field | string, header: string])[];

/** The command that answers a question. */
export const commandWith = (answer: Answer) =>
  [
    'npm start --',
    FILE_PLACEHOLDER,
    ...answer.map(([field, header]) => `--column ${argument(`${field}=${header}`)}`),
  ].join(' ');

/** An argument as a shell reads it back. */
export const argument = (text: string) =>
  /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The policy that answers a question. */
export const policyWith = (dataset: Dataset, answer: Answer) =>
  JSON.stringify({ columns: { [dataset]: Object.fromEntries(answer) } });
