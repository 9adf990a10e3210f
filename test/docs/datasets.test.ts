import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { datasetDefinitions, datasetFields, datasets } from '../../shared/domain/intake/datasets/datasets.ts';

const page = readFileSync(new URL('../../docs/cleaning.md', import.meta.url), 'utf8');

/** Names in code type in the rows of tables that begin with a word, each once. */
function namesIn(firstWord: string): string[] {
  const rows = page.split('\n').filter((row) => new RegExp(`^\\| ${firstWord}\\b`).test(row));
  return [...new Set(rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)))].toSorted();
}

it.each(datasets)('docs/cleaning.md names every column of %s, and no other', (dataset) => {
  expect(namesIn(dataset)).toEqual([...datasetFields[dataset]].toSorted());
});

it('docs/cleaning.md names every reason to quarantine a row, and no other', () => {
  const reasons = datasets.flatMap((dataset) => Object.keys(datasetDefinitions[dataset].quarantineReasons));
  expect(namesIn('quarantined')).toEqual([...new Set(['malformed_row', ...reasons])].toSorted());
});
