import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Recognised } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import type { Dataset } from '../../../shared/domain/intake/datasets/datasets.ts';
import { normaliseHeader } from '../../../shared/domain/intake/headers/headers.ts';
import { quotedIdentifier } from '../../../shared/domain/sql/quoting.ts';
import type { Remarks, UnknownStatus } from '../../../shared/run/reports.ts';

const MAX_LISTED = 20;

/** Counts orders that count although no word of their status says so, and tests, with their sums. Reads the view `kept` of orders and the table `sampled`. */
export async function countStates(
  database: Database,
  { mapping }: Recognised<Dataset>,
): Promise<Pick<Remarks, 'unknown_statuses' | 'test_rows'>> {
  const unknown =
    mapping.status !== undefined && (await isOfStatuses(database, mapping.status)) ? await countUnknown(database) : [];
  const tests = mapping.test_mode === undefined ? undefined : await countTests(database);
  return {
    ...(unknown.length > 0 && { unknown_statuses: unknown }),
    ...(tests && tests.rows > 0 && { test_rows: tests }),
  };
}

/** Whether a column has statuses. A column of types, such as dine-in and takeaway, has them only if a word explains one. */
async function isOfStatuses(database: Database, header: string): Promise<boolean> {
  if (!/type|类型/.test(normaliseHeader(header))) return true;
  const [row] = await database.rows(
    `select count(meaning_of_status(status)) > 0 as answer
     from (select distinct word_of(${quotedIdentifier(header)}) as status from sampled)`,
    z.object({ answer: z.boolean() }),
  );
  return row?.answer ?? false;
}

/** The statuses of the largest sums, and the others together, without a name. */
async function countUnknown(database: Database): Promise<UnknownStatus[]> {
  const counted = z.object({ status: z.string(), rows: z.number(), amount: z.number() });
  const all = await database.rows(
    `select unknown_status as status, count(*)::integer as rows, coalesce(sum(amount), 0)::double as amount
     from kept where unknown_status is not null group by status order by abs(sum(amount)) desc, status`,
    counted,
  );
  const [listed, others] = [all.slice(0, MAX_LISTED), all.slice(MAX_LISTED)];
  if (others.length === 0) return listed;
  const sum = (of: (each: UnknownStatus) => number) => others.reduce((total, each) => total + of(each), 0);
  return [...listed, { status: null, rows: sum(({ rows }) => rows), amount: sum(({ amount }) => amount) }];
}

async function countTests(database: Database) {
  const [tests] = await database.rows(
    'select count(*)::integer as rows, coalesce(sum(amount), 0)::double as amount from kept where is_test',
    z.object({ rows: z.number(), amount: z.number() }),
  );
  return tests;
}
