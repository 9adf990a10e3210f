import { readFile, writeFile } from 'node:fs/promises';
import type { DatasetDefinition } from '../shared/domain/intake/datasets/dataset.ts';
import { datasetDefinitions } from '../shared/domain/intake/datasets/datasets.ts';
import { markdownTable, replaceTable } from './table.ts';

/** The table of docs/cleaning.md, generated from the registry of datasets. */
export const datasetsTable = (
  registry: Readonly<Record<string, DatasetDefinition<string>>> = datasetDefinitions,
): string =>
  markdownTable(
    ['dataset', 'requires', 'also recognises', 'reasons for quarantine'],
    Object.entries(registry).map(([name, { fields, required, requiredEither = [], quarantineReasons }]) => {
      const needed = new Set([...required, ...requiredEither.flat()]);
      const either = alternatives.format(requiredEither.map((columns) => columns.map(code).join(' with ')));
      return [
        name,
        [list(required), ...(either ? [either] : [])].join(', and '),
        list(Object.keys(fields).filter((field) => !needed.has(field))),
        list(Object.keys(quarantineReasons)),
      ];
    }),
  );

const code = (name: string) => `\`${name}\``;
const alternatives = new Intl.ListFormat('en', { type: 'disjunction' });
const list = (names: readonly string[]) => names.map(code).join(', ');

if (import.meta.main) {
  const page = new URL('cleaning.md', import.meta.url);
  await writeFile(page, replaceTable(await readFile(page, 'utf8'), datasetsTable()));
}
