import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Recognised } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import type { Dataset } from '../../../shared/domain/intake/datasets/datasets.ts';
import type { Policy } from '../../../shared/domain/policy/policy.ts';
import type { Remarks } from '../../../shared/run/reports.ts';

/** What a reader should know of a file of totals per customer. Reads the view `kept`. */
export async function summaryRemarks(
  database: Database,
  { isAggregated, mapping }: Recognised<Dataset>,
  { timeUnit }: Policy,
): Promise<Pick<Remarks, 'assumed_unit' | 'unknown_spend'>> {
  if (!isAggregated) return {};
  const saysUnit = /day|week|天|日|周|週/i.test(`${mapping.t} ${mapping.t_x}`);
  const [counted] = await database.rows(
    'select count(*) filter (orders > 0 and monetary_total is null)::integer as unknown from kept',
    z.object({ unknown: z.number() }),
  );
  return {
    ...(mapping.t !== undefined && !saysUnit && { assumed_unit: timeUnit }),
    ...(counted && counted.unknown > 0 && { unknown_spend: counted.unknown }),
  };
}
