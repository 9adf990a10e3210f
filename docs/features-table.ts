import { readFile, writeFile } from 'node:fs/promises';
import type { Feature } from '../shared/domain/features/feature.ts';
import { features } from '../shared/domain/features/features.ts';

const head = ['feature', 'name', '名称', 'unit', 'formula', 'null', 'used in'];

/** The table of docs/features.md, generated from the registry of features. */
export function featuresTable(registry: Readonly<Record<string, Feature>> = features): string {
  const rows = Object.entries(registry).map(([name, feature]) => [
    `\`${name}\``,
    feature.label.en,
    feature.label.zh,
    feature.unit,
    feature.formula,
    feature.nullWhen ?? '',
    usesOf(feature).join(', '),
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const usesOf = ({ better, inConditions, clustering, published }: Feature): string[] => [
  ...(better ? [`score ${better === 'more' ? '↑' : '↓'}`] : inConditions ? ['conditions'] : []),
  ...(clustering ? ['clusters'] : []),
  ...(published ? ['published'] : []),
];

/** The page with the table in place of the one it has. */
export const withTable = (page: string, table = featuresTable()): string =>
  page.replace(/^\| feature \|.*\n(\|.*\n)+/m, () => `${table}\n`);

if (import.meta.main) {
  const page = new URL('features.md', import.meta.url);
  await writeFile(page, withTable(await readFile(page, 'utf8')));
}
