import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Recognised } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import { rowRoleReasons } from '../../../shared/domain/intake/datasets/dataset.ts';
import type { Dataset } from '../../../shared/domain/intake/datasets/datasets.ts';
import type { Remarks } from '../../../shared/run/reports.ts';

const reasons = [...Object.keys(rowRoleReasons), 'missing_customer_id'];

/** Counts rejected rows that are about no customer, with their sum. Reads the view `refused`. */
export async function countSetAside(database: Database): Promise<Pick<Remarks, 'set_aside'>> {
  const found = await database.rows(
    `select kind as reason, count(*)::integer as rows, coalesce(sum(amount), 0)::double as amount
     from refused where list_contains($reasons::varchar[], kind) group by kind order by rows desc, kind`,
    z.object({ reason: z.string(), rows: z.number(), amount: z.number() }),
    { reasons },
  );
  return found.length > 0 ? { set_aside: found } : {};
}

/**
 * Recognises the last row of an orders file as the total of all others, if it names neither a customer nor a date and its amount
 * is their sum. Reads the views `kept`, `refused`, which it replaces, and `numbers`.
 * @param shown headers of the columns that `refused` has as `raw`
 */
export async function settleLastTotal(
  database: Database,
  { mapping }: Recognised<Dataset>,
  shown: readonly string[],
): Promise<void> {
  const date = shown.indexOf(mapping.ordered_at ?? '') + 1;
  const [last] = await database.rows(
    `select row_hash::varchar as row_hash, amount::double as amount from refused join numbers using (row_hash)
     where kind = 'missing_customer_id' and amount <> 0 and present(raw[$date::integer]) is null
       and row_number = (select max(row_number) from numbers)`,
    z.object({ row_hash: z.string(), amount: z.number() }),
    { date },
  );
  if (!last) return;
  const [others] = await database.rows(
    `select count(*)::integer as rows, coalesce(sum(amount), 0)::double as amount from (
       select amount from kept
       union all
       select amount from refused where kind <> 'total_row' and row_hash <> $row_hash::ubigint)`,
    z.object({ rows: z.number(), amount: z.number() }),
    { row_hash: last.row_hash },
  );
  if (!others || others.rows < 2 || Math.abs(others.amount - last.amount) >= CENT) return;
  await database.run('alter view refused rename to refused_rows');
  await database.run(
    `create view refused as
     select * replace (if(row_hash = ${last.row_hash}::ubigint, 'total_row', kind) as kind) from refused_rows`,
  );
}

const CENT = 0.005;
