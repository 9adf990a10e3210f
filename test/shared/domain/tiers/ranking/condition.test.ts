import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createTable } from '../../../../../shared/adapters/duckdb/create-table.ts';
import { type Database, duckdb } from '../../../../../shared/adapters/duckdb/duckdb.ts';
import type { Relation } from '../../../../../shared/adapters/duckdb/relation.ts';
import {
  type Condition,
  conditionColumns,
  conditionSql,
  isMet,
  withMargin,
} from '../../../../../shared/domain/tiers/ranking/condition.ts';
import { gapsSql, tierGaps } from '../../../../../shared/domain/tiers/ranking/gaps.ts';
import { metSql, metWords, unmetSql, unmetWords } from '../../../../../shared/domain/tiers/ranking/ranking-words.ts';
import { condition, factColumns, facts } from './conditions.ts';

const tier = { en: "{Gold} 'plus'", zh: '金卡' };
const customers = fc.sample(facts, { numRuns: 60, seed: 7 });

const asJson = <Value extends z.ZodType>(value: Value) =>
  z
    .string()
    .transform((text) => JSON.parse(text))
    .pipe(value);
const row = z.object({
  met: z.boolean(),
  kept: z.boolean(),
  gaps: asJson(z.array(z.unknown())),
  words: z.array(z.string().nullable()),
});

/** Evaluates a condition in SQL for every customer. */
const evaluateInSql = (database: Database, { name }: Relation, each: Condition) =>
  database.rows(
    `select ${conditionSql(each)} as met, ${conditionSql(withMargin(each, { points: 1, share: 0.5 }))} as kept,
       ${gapsSql(each)}::varchar as gaps,
       if(met, [${metSql(each, 'en')}, ${metSql(each, 'zh')}], [${unmetSql(each, tier, 'en')}, ${unmetSql(each, tier, 'zh')}]) as words
     from ${name} order by number`,
    row,
  );

it('evaluates random conditions on random customers in SQL as in TypeScript', async () => {
  await duckdb(200)(async (database) => {
    const rows = customers.map((each, number) => ({ number, ...each }));
    const table = await createTable(database, 'customers', { number: 'INTEGER', ...factColumns }, rows);
    await fc.assert(
      fc.asyncProperty(condition, async (each) => {
        const inSql = await evaluateInSql(database, table, each);
        const inTypeScript = customers.map((customer) => {
          const met = isMet(each, customer);
          return {
            met,
            kept: isMet(withMargin(each, { points: 1, share: 0.5 }), customer),
            gaps: tierGaps(each, customer),
            words: (['en', 'zh'] as const).map((language) =>
              met ? metWords(each, customer, language) : unmetWords(each, tier, customer, language),
            ),
          };
        });
        expect(inSql).toEqual(inTypeScript);
      }),
      { numRuns: 60 },
    );
  });
});

it('finds gaps exactly when a condition is not met', () => {
  fc.assert(
    fc.property(condition, facts, (each, customer) => {
      expect(tierGaps(each, customer).length > 0).toBe(!isMet(each, customer));
    }),
  );
});

it('relaxes a condition by a margin: it tests the same columns, and whoever met it still does', () => {
  fc.assert(
    fc.property(condition, facts, fc.double({ min: 0, max: 50, noNaN: true }), (each, customer, points) => {
      const relaxed = withMargin(each, { points, share: points / 100 });
      expect(conditionColumns(relaxed)).toEqual(conditionColumns(each));
      if (isMet(each, customer)) expect(isMet(relaxed, customer)).toBe(true);
    }),
  );
});

it('reports the gaps of the alternative with the least effort, in the units of the policy', () => {
  const either = {
    any: [
      { column: 'yearly_spend', atLeast: 1000 },
      {
        all: [
          { column: 'satisfaction', atLeast: 90 },
          { column: 'orders', above: 10 },
        ],
      },
    ],
  } as const;

  // 200 of 1000 are 20 %; 1 of 10 orders and 9 of 90 points are 10 %.
  expect(tierGaps(either, { yearly_spend: 800, satisfaction: 81, orders: 9 })).toEqual([
    { column: 'satisfaction', has: 81, needs: 90, missing: 9 },
    { column: 'orders', has: 9, needs: 10, missing: 1 },
  ]);
  expect(tierGaps(either, { yearly_spend: 950, satisfaction: 81, orders: 9 })).toEqual([
    { column: 'yearly_spend', has: 950, needs: 1000, missing: 50 },
  ]);
});
