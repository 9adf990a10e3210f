import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Recognised } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import { type Dataset, type Field, fieldContent } from '../../../shared/domain/intake/datasets/datasets.ts';
import { parseCurrency } from '../../../shared/domain/intake/money/currencies.ts';
import { detectMoneyFormat, type MoneyFormat, resolveDecimalMark } from '../../../shared/domain/intake/money/money.ts';
import { anchoredScore, scoreWords, tenPointWords } from '../../../shared/domain/intake/vocabulary/survey-scale.ts';
import type { Policy } from '../../../shared/domain/policy/policy.ts';
import { quotedIdentifier, quotedString } from '../../../shared/domain/sql/quoting.ts';
import { UnreadableUploadError } from '../../../shared/errors.ts';
import { type DateColumn, dateColumn, dateSql } from './date-columns.ts';
import { customerIdSql, idReading, phoneSql } from './id-reading.ts';
import { boundSql, lookupSql } from './sql-expressions.ts';
import type { TextFile } from './text-file.ts';

const SAMPLED_VALUES = 1000;
const asSql = (words: Readonly<Record<string, number>>) =>
  Object.entries(words).map(([word, score]) => [word, String(score)] as const);

/** How the columns of an upload are parsed: what was detected, and the resulting SQL. */
export interface ValueReaders {
  /** The SQL of a mapped field's value, from the SQL of its text. */
  read(field: Field, text: string): string;
  /** The SQL of a telephone number, from the SQL of its text. */
  phone(text: string): string;
  dates: Partial<Record<Field, DateColumn>>;
  money: Partial<Record<Field, MoneyFormat>>;
}

/**
 * Detects formats from a sample of each mapped column, and from the whole column if the sample is ambiguous. Reads the table
 * `sampled` and the view `lines`.
 * @param hashesIds whether all customer ids are replaced by their hash
 */
export async function valueReaders(
  database: Database,
  recognised: Recognised<Dataset>,
  policy: Policy,
  { hashesIds, file }: { hashesIds: boolean; file: Pick<TextFile, 'format' | 'delimiter'> },
): Promise<ValueReaders> {
  const { dataset, mapping, units } = recognised;
  const dates: ValueReaders['dates'] = {};
  const detected: ValueReaders['money'] = {};
  for (const [field, header] of Object.entries(mapping) as [Field, string][]) {
    const content = fieldContent(dataset, field);
    if (content === 'date') {
      dates[field] = await dateColumn(database, header, await sampleValues(database, header), policy);
    }
    if (content === 'money' || content === 'number')
      detected[field] = detectMoneyFormat(await sampleValues(database, header));
  }
  const money = resolveMarks(detected, await currencyColumn(database, mapping.currency), recognised, policy, file);
  const hasTenPoints = mapping.score !== undefined && (await isOfTenPoints(database, mapping.score));
  const ids = await idReading(database, recognised, policy);

  const read = (field: Field, text: string): string => {
    switch (fieldContent(dataset, field)) {
      case 'id': {
        if (field !== 'customer_id') return `code_of(${text})`;
        const id = customerIdSql(text, ids);
        // Some shops use the e-mail addresses of guests as their ids.
        return hashesIds ? `hmac_of(${id})` : `if(contains(${text}, '@'), hmac_of(${id}), ${id})`;
      }
      case 'date':
        return dateSql(text, dates[field], policy.timeZone);
      case 'score':
        return scoreSql(text, hasTenPoints ? tenPointWords : scoreWords);
      case 'money':
      case 'number': {
        const mark = money[field]?.decimalMark ?? '.';
        const macro = fieldContent(dataset, field) === 'number' ? 'number_of' : 'money_of';
        const value = `${macro}(${text}, '${mark}', '${mark === '.' ? ',' : '.'}')`;
        if (units[field]?.minor) return `(${value} * 0.01)::decimal(18, 4)`;
        const scale = macro === 'money_of' ? units[field]?.scale : undefined;
        return scale === undefined ? value : `try_cast(${value}::decimal(28, 4) * ${scale} as decimal(18, 4))`;
      }
      case 'word':
        return `word_of(${text})`;
      case 'currency':
        return `present(${text})`;
    }
  };
  return { read, phone: (text) => phoneSql(text, policy), dates, money };
}

/** The SQL of a score: a word, a number, or a number with its anchor. */
function scoreSql(text: string, words: Readonly<Record<string, number>>): string {
  const written = `lower(code_of(${text}))`;
  const part = (group: number) => `regexp_extract(written, ${quotedString(anchoredScore)}, ${group})`;
  const anchored = boundSql('number', `nullif(${part(1)} || ${part(2)}, '')`, "number_of(number, '.', ',')");
  return `coalesce(${lookupSql(written, asSql(words))}, number_of(${text}, '.', ','), ${boundSql('written', written, anchored)})`;
}

/** Whether scores above 5 show that a column, or its header, asks for 0 to 10, so that its words are the ends of that scale. */
async function isOfTenPoints(database: Database, header: string): Promise<boolean> {
  const values = await sampleValues(database, header);
  const scores = values.map((value) => Number(/^\(?(\d{1,2})\b/.exec(value)?.[1] ?? Number.NaN));
  return /nps|promoter|recommend|推荐/i.test(header) || scores.some((score) => score > 5 && score <= 10);
}

/** The distinct values of a currency column, as ISO 4217 codes. */
async function currencyColumn(database: Database, header: string | undefined): Promise<string[]> {
  if (header === undefined) return [];
  const values = await sampleValues(database, header);
  return values.map((value) => parseCurrency(value) ?? value.toUpperCase());
}

/**
 * Decides the decimal mark of columns whose values leave it open, by the rest of the file.
 * @throws {UnreadableUploadError} if nothing decides it
 */
function resolveMarks(
  formats: ValueReaders['money'],
  columnCurrencies: readonly string[],
  { dataset, mapping, units }: Recognised<Dataset>,
  { currency }: Policy,
  { format, delimiter }: Pick<TextFile, 'format' | 'delimiter'>,
): ValueReaders['money'] {
  const all = Object.entries(formats) as [Field, MoneyFormat][];
  const decided = new Set(all.flatMap(([, each]) => (each.hasMarks && !each.isAmbiguous ? [each.decimalMark] : [])));
  const resolved = all.map(([field, found]) => {
    const known = [found.currencies, columnCurrencies, [units[field]?.currency ?? currency.code ?? '']];
    const decimalMark = resolveDecimalMark(found, {
      content: fieldContent(dataset, field) === 'number' ? 'number' : 'money',
      stated: currency.decimalMark,
      others: decided.size === 1 ? [...decided][0] : undefined,
      currencies: known.find(([first]) => first !== undefined) ?? [],
      isSemicolonFile: format === 'delimited' && delimiter === ';',
      isTyped: format !== 'delimited',
    });
    if (decimalMark === undefined) throw undecidedMark(mapping[field] ?? field);
    return [field, { ...found, decimalMark }] as const;
  });
  return Object.fromEntries(resolved);
}

const undecidedMark = (header: string) =>
  new UnreadableUploadError(
    `Every amount of "${header.slice(0, 60)}" has a point before its last three digits, as 250.000, which may be 250 or 250,000; say which in the policy: {"currency":{"decimalMark":"."}} for 250, {"currency":{"decimalMark":","}} for 250,000`,
  );

/** Distinct values of a column in `sampled`, in an order that does not depend on the file's. */
export async function sampleValues(database: Database, header: string): Promise<string[]> {
  const rows = await database.rows(
    `select distinct code_of(${quotedIdentifier(header)}) as value from sampled
     where value is not null order by hash(value), value limit ${SAMPLED_VALUES}`,
    z.object({ value: z.string() }),
  );
  return rows.map(({ value }) => value);
}
