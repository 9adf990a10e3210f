import { describe, expect, it } from 'vitest';
import { datasetCleaning } from '../../../../functions/stages/clean/datasets.ts';
import { datasetDefinitions, datasets } from '../../../../shared/domain/intake/datasets/datasets.ts';

/** The kinds that the statement's `case … end as kind` can produce. */
function kindsIn(sql: string): string[] {
  const [before = ''] = sql.split('end as kind');
  const rule = before.slice(before.lastIndexOf('end as ') + 1);
  return [...rule.matchAll(/(?:then|else|,) '([a-z_]+)'/g)].map(([, kind = '']) => kind);
}

describe.each(datasets)('the definition of %s', (dataset) => {
  const {
    kept,
    quarantineReasons,
    dateField,
    cleanDateColumn = dateField,
    tables,
    omittable,
  } = datasetDefinitions[dataset];
  const { sql } = datasetCleaning[dataset];

  it('has exactly the kinds of rows that its statement produces', () => {
    const kinds = new Set(kindsIn(sql));
    expect([...kinds].toSorted()).toEqual([...Object.keys(kept), ...Object.keys(quarantineReasons)].toSorted());
  });

  it('has only clean columns that its statement selects', () => {
    const [, final = ''] = sql.split('final as (');
    const columns = [...omittable, ...Object.keys(tables[dataset] ?? {}), cleanDateColumn];
    for (const column of columns) expect(final).toMatch(new RegExp(`\\b${column}\\b`));
  });
});
