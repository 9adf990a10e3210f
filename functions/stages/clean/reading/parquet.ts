import { z } from 'zod';
import { type Database, duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { quotedIdentifier, quotedString } from '../../../../shared/domain/sql/quoting.ts';
import { EmptyUploadError, InputError, UnreadableUploadError } from '../../../../shared/errors.ts';
import { uniqueNames } from './header.ts';
import { checkColumns, type Limits, SPLIT_IT } from './limits.ts';

/** DuckDB memory for reading a Parquet file; another instance cleans its rows afterwards. */
const MEMORY_MB = 1024;

/**
 * Writes a Parquet file as delimited text: dates and times in ISO 8601 to the millisecond, decimals with all their digits,
 * nested values as JSON text, NaN as a missing value.
 * @returns the column names
 * @throws {EmptyUploadError} if there are no rows
 * @throws {UnreadableUploadError} if the file is damaged or encrypted, or a limit is exceeded
 */
export async function parquetText(file: string, target: string, limits: Limits): Promise<string[]> {
  const source = `read_parquet(${quotedString(file)}, binary_as_string = true)`;
  try {
    return await duckdb(MEMORY_MB)(async (database) => {
      await database.run(`set TimeZone = 'UTC'`);
      await database.run('set preserve_insertion_order = true');
      const columns = await database.rows(
        `describe from ${source}`,
        z.object({ column_name: z.string(), column_type: z.string() }),
      );
      checkColumns(columns.length, limits);
      const texts = columns.map(({ column_name, column_type }) =>
        textExpression(quotedIdentifier(column_name), column_type),
      );
      await checkSize(database, source, texts, limits);
      // Readers skip empty lines, so a single column is never null.
      const written = columns.length === 1 ? texts.map((text) => `coalesce(${text}, '')`) : texts;
      const selected = written.map(
        (text, index) => `${text} as ${quotedIdentifier(columns[index]?.column_name ?? '')}`,
      );
      await database.run(
        `copy (select ${selected.join(', ')} from ${source}) to ${quotedString(target)}
         (format csv, header, delimiter ',', quote '"', escape '"')`,
      );
      return uniqueNames(columns.map(({ column_name }) => column_name));
    });
  } catch (error) {
    const isTheirs = error instanceof Error && !/out of memory|no space left/i.test(error.message);
    if (!isTheirs || error instanceof InputError) throw error;
    throw new UnreadableUploadError('The Parquet file is damaged, encrypted or ends early', { cause: error });
  }
}

/** A column as text, with line feeds as its only line ends. */
function textExpression(name: string, type: string): string {
  if (type === 'VARCHAR') return `regexp_replace(${name}, '\\r\\n?', chr(10), 'g')`;
  if (type === 'FLOAT' || type === 'DOUBLE') return `if(isnan(${name}), null, ${name})::varchar`;
  if (type.startsWith('TIMESTAMP')) return timeExpression(name, type === 'TIMESTAMP WITH TIME ZONE' ? 'Z' : '');
  return /^(STRUCT|MAP|UNION)|\[\d*\]$/.test(type) ? `to_json(${name})::varchar` : `${name}::varchar`;
}

function timeExpression(name: string, zone: string): string {
  const written = (fraction: string) => `strftime(${name}::timestamp, '%Y-%m-%d %H:%M:%S${fraction}${zone}')`;
  return `if(epoch_ms(${name}) % 1000 = 0, ${written('')}, ${written('.%g')})`;
}

/** Checks the size as text: Parquet stores repeated values once, so file size says nothing. */
async function checkSize(database: Database, source: string, texts: readonly string[], { textBytes }: Limits) {
  const [counted] = await database.rows(
    `select count(*)::double as rows from ${source}`,
    z.object({ rows: z.number() }),
  );
  const rows = counted?.rows ?? 0;
  if (rows === 0) throw new EmptyUploadError('The file has no row');
  const tooLarge = new UnreadableUploadError(
    `The Parquet file is more than ${Math.round(textBytes / 1e6)} MB as text: ${SPLIT_IT}`,
  );
  // Each value is followed by a delimiter or line end: if these alone exceed the limit, stop reading.
  if (rows * texts.length > textBytes) throw tooLarge;
  const lengths = texts.map((text) => `coalesce(strlen(${text}), 0)`);
  const [summed] = await database.rows(
    `select sum(${lengths.join(' + ')})::double as bytes from ${source}`,
    z.object({ bytes: z.number() }),
  );
  if (rows * texts.length + (summed?.bytes ?? 0) > textBytes) throw tooLarge;
}
