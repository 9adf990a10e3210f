import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Recognised } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import { type Dataset, datasetDefinitions, type Field } from '../../../shared/domain/intake/datasets/datasets.ts';
import type { Policy } from '../../../shared/domain/policy/policy.ts';
import { quotedIdentifier } from '../../../shared/domain/sql/quoting.ts';
import type { Remarks } from '../../../shared/run/reports.ts';
import { dateSql } from './date-columns.ts';
import type { ValueReaders } from './value-readers.ts';

const MAX_FORMS = 3;
const MAX_FORM_LENGTH = 40;

/**
 * What a reader should know of an upload's dates. Reads the table `sampled`.
 * @param reasons rows by reason of rejection; without bad dates no form is unread
 */
export async function dateRemarks(
  database: Database,
  { dataset, mapping }: Recognised<Dataset>,
  { dates }: ValueReaders,
  { policy, reasons }: { policy: Policy; reasons: Readonly<Record<string, number>> },
): Promise<Pick<Remarks, 'half_turned_dates' | 'calendars' | 'unread_dates'>> {
  const columns = Object.entries(dates).map(([field, column]) => ({
    column,
    header: mapping[field as Field] ?? field,
  }));
  const halfTurned = columns.filter(({ column }) => column.isHalfTurned).map(({ header }) => header);
  const calendars = columns.flatMap(({ header, column: { calendar } }) =>
    calendar ? [{ header, calendar: calendar.name }] : [],
  );
  const { quarantineReasons } = datasetDefinitions[dataset];
  const rejectsDates = Object.keys(reasons).some((reason) => dates[quarantineReasons[reason] ?? 'order_id']);
  const unread = [];
  for (const { header, column } of rejectsDates ? columns : []) {
    const text = quotedIdentifier(header);
    const forms = await database.rows(
      String.raw`select left(regexp_replace(regexp_replace(code_of(${text}), '\d', '9', 'g'), '[^\P{L}年月日时分秒点上下午星期]', 'x', 'g'), ${MAX_FORM_LENGTH}) as form,
         count(*)::integer as rows
       from sampled where present(${text}) is not null and (${dateSql(text, column, policy.timeZone)}) is null
       group by form order by rows desc, form limit ${MAX_FORMS}`,
      z.object({ form: z.string(), rows: z.number() }),
    );
    unread.push(...forms.map((form) => ({ header, ...form })));
  }
  return {
    ...(halfTurned.length > 0 && { half_turned_dates: halfTurned }),
    ...(calendars.length > 0 && { calendars }),
    ...(unread.length > 0 && { unread_dates: unread }),
  };
}
