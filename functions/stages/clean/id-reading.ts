import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Recognised } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import type { Dataset, Field } from '../../../shared/domain/intake/datasets/datasets.ts';
import { callingCodes } from '../../../shared/domain/intake/vocabulary/calling-codes.ts';
import type { Policy } from '../../../shared/domain/policy/policy.ts';
import { quotedIdentifier, quotedString } from '../../../shared/domain/sql/quoting.ts';
import { UnreadableUploadError } from '../../../shared/errors.ts';

/** A number as Excel shows it when it has more than eleven digits: 4.40310E+17. */
const SCIENTIFIC = String.raw`\d(\.\d+)?[eE]\+\d{2}`;
/** Digits that Excel keeps. */
const EXCEL_DIGITS = 15;
/** Zeros behind those digits, over all ids, that cannot be chance: one in a million. */
const MIN_ZEROS = 6;
const ID_FIELDS: readonly Field[] = ['customer_id', 'order_id'];

/** How the ids of customers are read. */
export interface IdReading {
  /** Whether `17850.0` stands for 17850. */
  areFloats: boolean;
  /** For telephone numbers: the calling code and trunk prefix of national ones, if known. */
  phones?: { code: string; trunk: string } | 'unknown country';
}

/**
 * Detects how ids are written. Reads the table `sampled`.
 * @throws {UnreadableUploadError} if a spreadsheet has destroyed ids
 */
export async function idReading(
  database: Database,
  { mapping, identifiers }: Recognised<Dataset>,
  { country }: Policy,
): Promise<IdReading> {
  for (const field of ID_FIELDS) if (mapping[field] !== undefined) await refuseDamagedIds(database, mapping[field]);
  const id = mapping.customer_id;
  if (id === undefined) return { areFloats: false };
  const arePhones = identifiers.some(({ header, kind }) => header === id && kind === 'phone');
  const [code = '', trunk = ''] = callingCodes[country ?? ''] ?? [];
  return {
    areFloats: await areFloats(database, id),
    ...(arePhones && { phones: code === '' ? 'unknown country' : { code, trunk } }),
  };
}

async function refuseDamagedIds(database: Database, header: string): Promise<void> {
  const [found] = await database.rows(
    `select
       count(*) filter (regexp_full_match(id, '${SCIENTIFIC}'))::integer as scientific,
       coalesce(bool_and(regexp_full_match(id, '[1-9]\\d{14}0+')) filter (long), false) as rounded,
       coalesce(sum(length(id) - ${EXCEL_DIGITS}) filter (long), 0)::integer as zeros,
       any_value(regexp_replace(id, '^\\d', 'x')) filter (regexp_full_match(id, '${SCIENTIFIC}')) as sample
     from (
       select distinct code_of(${quotedIdentifier(header)}) as id, regexp_full_match(id, '\\d{16,}') as long from sampled
     )`,
    z.object({ scientific: z.number(), rounded: z.boolean(), zeros: z.number(), sample: z.string().nullable() }),
  );
  if (!found) return;
  const isRounded = found.rounded && found.zeros >= MIN_ZEROS;
  if (found.scientific === 0 && !isRounded) return;
  const what =
    found.sample === null
      ? `All long ids of "${header.slice(0, 60)}" end with zeros after ${EXCEL_DIGITS} digits`
      : `"${header.slice(0, 60)}" has ids such as ${found.sample.replaceAll(/\d(?=.*E)/gi, 'x')}`;
  throw new UnreadableUploadError(
    `${what}: a spreadsheet has read them as numbers and dropped their last digits, so that different ids became one; export the file again and open it nowhere before, or import it in Excel by Data > From Text/CSV with the column type Text`,
  );
}

/**
 * Whether ids such as `17850.0` are whole numbers, as spreadsheets and data frames write them when some are missing: no id of
 * the sample has other digits behind a point.
 */
async function areFloats(database: Database, header: string): Promise<boolean> {
  const [row] = await database.rows(
    String.raw`select coalesce(bool_or(regexp_full_match(id, '\d+\.0+')), false)
         and not coalesce(bool_or(regexp_full_match(id, '\d+\.\d*[1-9]\d*')), false) as answer
       from (select present(${quotedIdentifier(header)}) as id from sampled)`,
    z.object({ answer: z.boolean() }),
  );
  return row?.answer ?? false;
}

/** The SQL of a telephone number in one form, see the macro `phone_of`. */
export function phoneSql(text: string, { country }: Policy): string {
  const [code = '', trunk = ''] = callingCodes[country ?? ''] ?? [];
  return `phone_of(code_of(${text}), ${quotedString(code)}, ${quotedString(trunk)})`;
}

/** The SQL of a customer's id. Shops and tills write 0, 000000 or an empty UUID for nobody. */
export function customerIdSql(text: string, { areFloats, phones }: IdReading): string {
  const code = `code_of(${text})`;
  // An id in scientific notation is unknown; it was too rare for the sample.
  const whole = areFloats ? String.raw`regexp_replace(${code}, '^(\d+)\.0+$', '\1')` : code;
  const known = `if(contains(${text}, 'E+') and regexp_full_match(${code}, '${SCIENTIFIC}'), null, ${whole})`;
  const id = `if(starts_with(${text}, '0') and regexp_full_match(trim(${text}), '0+(-0+)*([.]0+)?'), null, nullif(${known}, '0'))`;
  if (phones === undefined) return id;
  const { code: calling, trunk } = phones === 'unknown country' ? { code: '', trunk: '' } : phones;
  return `phone_of(${id}, ${quotedString(calling)}, ${quotedString(trunk)})`;
}
