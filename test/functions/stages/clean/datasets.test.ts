import { describe, expect, it } from 'vitest';
import { datasetCleaning } from '../../../../functions/stages/clean/datasets.ts';
import { datasetDefinitions, datasets } from '../../../../shared/domain/intake/datasets/datasets.ts';

/** What the statement's `case … end as kind` may give a row. */
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

  it('has every kind of row that its statement tells apart, and no other', () => {
    const kinds = new Set(kindsIn(sql));
    expect([...kinds].toSorted()).toEqual([...Object.keys(kept), ...Object.keys(quarantineReasons)].toSorted());
  });

  it('has clean columns that its statement selects', () => {
    const [, final = ''] = sql.split('final as (');
    const columns = [...omittable, ...Object.keys(tables[dataset] ?? {}), cleanDateColumn];
    for (const column of columns) expect(final).toMatch(new RegExp(`\\b${column}\\b`));
  });
});
