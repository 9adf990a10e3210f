import { createTable } from '../../adapters/duckdb/create-table.ts';
import type { Database, Query } from '../../adapters/duckdb/duckdb.ts';
import { type Relation, withRelations } from '../../adapters/duckdb/relation.ts';
import { chineseClasses } from '../../domain/rfm/chinese-classes.ts';
import { nineGridCells } from '../../domain/rfm/nine-grid.ts';
import { cutPointsByScore, type RfmModel } from '../../domain/rfm/rfm-model.ts';
import { codeSeparator } from '../../domain/rfm/scores.ts';
import binOfSql from '../bin-of.sql';
import scoresSql from './scores.sql';

/** Creates the lookup tables and returns the query that scores customers: R, F and M of buyers and their groups. */
export async function createScoring(database: Database, lifetime_values: Relation, rfm: RfmModel): Promise<Query> {
  await database.run(binOfSql);
  const segments = await createTable(
    database,
    'segments',
    { rfm: 'VARCHAR', segment: 'VARCHAR', segment_zh: 'VARCHAR' },
    rfm.segments.flatMap(({ name, zh, codes }) => codes.map((code) => ({ rfm: code, segment: name, segment_zh: zh }))),
  );
  const high_low = await createTable(
    database,
    'high_low',
    { code: 'VARCHAR', class: 'VARCHAR' },
    Object.entries(chineseClasses).map(([code, name]) => ({ code, class: name })),
  );
  const nine_grid = await createTable(
    database,
    'nine_grid',
    { recency: 'INTEGER', value: 'INTEGER', cell: 'VARCHAR', cell_zh: 'VARCHAR' },
    nineGridCells().map(({ name, zh, ...place }) => ({ ...place, cell: name, cell_zh: zh })),
  );
  const cuts = cutPointsByScore(rfm);
  const parameters = {
    recency_cuts: JSON.stringify(cuts.recency_days),
    orders_cuts: JSON.stringify(cuts.orders),
    spend_cuts: JSON.stringify(cuts.monetary_total),
    recency_limits: JSON.stringify(rfm.nine_grid.recency_days),
    spend_limits: JSON.stringify(rfm.nine_grid.monetary_total),
    separator: codeSeparator(rfm.bins),
    recency_line: rfm.class_lines.recency_days,
    orders_line: rfm.class_lines.orders,
    spend_line: rfm.class_lines.monetary_total,
  };
  return { sql: withRelations(scoresSql, { lifetime_values, segments, high_low, nine_grid }), parameters };
}
