import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Recognised } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import type { Dataset } from '../../../shared/domain/intake/datasets/datasets.ts';
import { parseCurrency } from '../../../shared/domain/intake/money/currencies.ts';
import { dollarCurrencies } from '../../../shared/domain/intake/vocabulary/currency-words.ts';
import type { Policy } from '../../../shared/domain/policy/policy.ts';
import { quotedIdentifier, quotedString } from '../../../shared/domain/sql/quoting.ts';
import { lookupSql } from './lookup-sql.ts';
import type { ValueReaders } from './value-readers.ts';

/** The money of a row of orders. */
export interface OrderMoney {
  /** ISO 4217: what amounts are added up in; undefined when neither the file nor the policy says. */
  currency: string | undefined;
  /** SQL of the row's own amount, of its currency's code, and of what one unit of it is worth; null without a rate. */
  amount: string;
  code: string;
  rate: string;
  /** SQL of what an amount by a rate has to be below to fit into 64 bits, see macros.sql. */
  exactBelow: string;
}

const PRODUCT = 'product_of(quantity, unit_price)';

const TOTAL = 'max(order_total) over (partition by order_id)';
const ROWS = '(count(distinct row_hash) over (partition by order_id))::integer';
const EQUAL_PART = `trunc(${TOTAL} / ${ROWS}, 4)::line_amount`;
/** Where rows have no more than the total of their order, each takes an equal part of it, and one what is left over. */
const PART_OF_TOTAL = `if(order_id is null, order_total, ${EQUAL_PART}
  + if(dense_rank() over (partition by order_id order by row_hash) = 1, ${TOTAL} - ${ROWS} * ${EQUAL_PART}, 0))::line_amount`;

/** Finds the amount of a row and its currency. Needs the table `sampled`. */
export async function orderMoney(
  database: Database,
  { mapping, amounts, units }: Recognised<Dataset>,
  readers: ValueReaders,
  policy: Policy,
): Promise<OrderMoney> {
  const from = amounts?.from ?? 'amount';
  const hasProduct = mapping.quantity !== undefined && mapping.unit_price !== undefined;
  const amount = {
    amount: hasProduct ? `coalesce(amount, if(present(amount_text) is null, ${PRODUCT}, null))` : 'amount',
    quantity_and_price: PRODUCT,
    order_total: PART_OF_TOTAL,
  }[from];
  const money = { amount: 'amount', quantity_and_price: 'unit_price', order_total: 'order_total' } as const;
  const signs = readers.money[money[from]]?.currencies ?? [];
  const stated = policy.currency.code;
  const inHeader = units[money[from]]?.currency;
  const exactBelow = exactConversionLimit(policy);
  if (mapping.currency === undefined && signs.length === 0) {
    const currency = stated ?? inHeader;
    const own = inHeader ?? currency;
    return {
      currency,
      amount,
      code: own === undefined ? 'null::varchar' : quotedString(own),
      rate: exchangeRate(own, policy),
      exactBelow,
    };
  }
  const currencyWord = (text: string) =>
    mapping.currency === undefined
      ? String.raw`regexp_extract(code_of(${text}), '[\p{L}\p{Sc}]+')`
      : `present(${text})`;
  const column = mapping.currency === undefined ? money[from] : 'currency';
  const words = await wordsIn(database, currencyWord(quotedIdentifier(mapping[column] ?? '')));
  const word = currencyWord(`${column}_text`);
  const codes = words.map(
    (text) => [text, resolveSharedSign(parseCurrency(text) ?? text.toUpperCase(), stated)] as const,
  );
  const currency = stated ?? codes[0]?.[1];
  const known = [...new Set([...codes.map(([, code]) => code), ...(currency ? [currency] : [])])];
  const code = lookupSql(
    word,
    codes.map(([text, code]) => [text, quotedString(code)]),
  );
  const rate = lookupSql(
    'code',
    known.map((code) => [code, exchangeRate(code, policy, currency)]),
  );
  return {
    currency,
    amount,
    code: `nullif(coalesce(${code}, nullif(upper(${word}), ''), ${quotedString(inHeader ?? currency ?? '')}), '')`,
    rate: `if(code is null, 1, ${rate})`,
    exactBelow,
  };
}

/** What a file writes for its currencies, most frequent first. */
async function wordsIn(database: Database, word: string): Promise<string[]> {
  const rows = await database.rows(
    `select ${word} as word from sampled where word <> '' group by word order by count(*) desc, word limit 200`,
    z.object({ word: z.string() }),
  );
  return rows.map(({ word }) => word);
}

/** `$` and `¥` are of the policy's currency where that one uses the sign, else of the most common one that does. */
function resolveSharedSign(code: string, stated: string | undefined): string {
  if (code === '$') return stated && dollarCurrencies.includes(stated) ? stated : 'USD';
  if (code === '¥') return stated === 'JPY' ? 'JPY' : 'CNY';
  return code;
}

function exchangeRate(code: string | undefined, { currency }: Policy, main = currency.code): string {
  return code === undefined || code === main || main === undefined ? '1' : String(currency.rates[code] ?? 'null');
}

/** Below this an amount by a rate has no more than the 18 digits of 64 bits, four decimals and those of the rates among them. */
function exactConversionLimit({ currency }: Policy): string {
  const decimals = Object.values(currency.rates).map((rate) => String(rate).split('.')[1]?.length ?? 0);
  return `9e${13 - Math.max(0, ...decimals)}`;
}
