import { readFile, writeFile } from 'node:fs/promises';
import type { Feature } from '../shared/domain/features/feature.ts';
import { features } from '../shared/domain/features/features.ts';
import { markdownTable, replaceTable } from './table.ts';

/** The table of docs/features.md, generated from the registry of features. */
export const featuresTable = (registry: Readonly<Record<string, Feature>> = features): string =>
  markdownTable(
    ['feature', 'name', '名称', 'unit', 'formula', 'null', 'used in'],
    Object.entries(registry).map(([name, feature]) => [
      `\`${name}\``,
      feature.label.en,
      feature.label.zh,
      feature.unit,
      feature.formula,
      feature.nullWhen ?? '',
      usesOf(feature).join(', '),
    ]),
  );

const usesOf = ({ better, inConditions, clustering, published }: Feature): string[] => [
  ...(better ? [`score ${better === 'more' ? '↑' : '↓'}`] : inConditions ? ['conditions'] : []),
  ...(clustering ? ['clusters'] : []),
  ...(published ? ['published'] : []),
];

if (import.meta.main) {
  const page = new URL('features.md', import.meta.url);
  await writeFile(page, replaceTable(await readFile(page, 'utf8'), featuresTable()));
}
