import type { Dataset, Field } from '../../shared/domain/intake/datasets/datasets.ts';
import type { NamedColumn } from './column-option.ts';
import { tableText } from './format.ts';
import type { UploadQuality } from './quality.ts';
import type { Terminal } from './terminal.ts';

/**
 * Puts the open questions about the columns of rejected files, one field after the other, each with its candidates and their
 * masked values. An empty answer leaves a file as it is.
 * @returns the columns that were named; none where nobody can answer
 */
export async function askColumns(
  uploads: readonly UploadQuality[],
  { ask, print }: Pick<Terminal, 'ask' | 'print'>,
): Promise<NamedColumn[]> {
  const named: NamedColumn[] = [];
  if (!ask) return named;
  for (const { file, question } of uploads) {
    if (!question || question.fields.some(({ candidates }) => candidates.length === 0)) continue;
    const answers: NamedColumn[] = [];
    for (const { field, candidates } of question.fields) {
      const free = candidates.filter(({ header }) => !answers.some((answer) => answer.header === header));
      print(`\n${file}: which column is ${field} of ${question.dataset}?`);
      print(
        tableText(
          free.map(({ header, values }, index) => [`${index + 1}`, header, values.join(', ')]),
          'rll',
        ),
      );
      const header = await choose(
        free.map((candidate) => candidate.header),
        { ask, print },
      );
      if (header === undefined) break;
      answers.push({ datasets: [question.dataset as Dataset], field: field as Field, header });
    }
    if (answers.length === question.fields.length) named.push(...answers);
  }
  return named;
}

async function choose(
  headers: readonly string[],
  { ask, print }: { ask: NonNullable<Terminal['ask']>; print: Terminal['print'] },
): Promise<string | undefined> {
  for (;;) {
    const answer = (await ask(`Number (Enter: none of them): `))?.trim() ?? '';
    const header = headers[Number(answer) - 1];
    if (answer === '' || header !== undefined) return header;
    print(`  Expected a number from 1 to ${headers.length}`);
  }
}
