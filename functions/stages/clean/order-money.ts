import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Recognised } from '../../../shared/domain/intake/columns/recognise-columns.ts';
import type { Dataset } from '../../../shared/domain/intake/datasets/datasets.ts';
import { parseCurrency } from '../../../shared/domain/intake/money/currencies.ts';
import { sharedSignCurrencies } from '../../../shared/domain/intake/vocabulary/currency-words.ts';
import type { Policy } from '../../../shared/domain/policy/policy.ts';
import { quotedIdentifier, quotedString } from '../../../shared/domain/sql/quoting.ts';
import { lookupSql } from './sql-expressions.ts';
import type { ValueReaders } from './value-readers.ts';

/** SQL for the amount of an order row and its currency. */
export interface OrderMoney {
  /** ISO 4217 code of the currency of all sums; undefined if neither the file nor the policy has one. */
  currency: string | undefined;
  /** The row's own amount, its currency code, and the exchange rate; null without a rate. */
  amount: string;
  /** What was refunded of the row, or of its order on each of its rows. */
  refunded: string;
  code: string;
  rate: string;
  /** Limit below which a converted amount fits into 64 bits, see macros.sql. */
  exactBelow: string;
}

const PRODUCT = 'product_of(quantity, unit_price)';

/** Numbers of tills and files start anew: an order is a number of one customer on one day. */
const ORDER = 'order_id, customer_id, ordered_at::date';
const TOTAL = `max(order_total) over (partition by ${ORDER})`;
const ROWS = `(count(distinct row_hash) over (partition by ${ORDER}))::integer`;
const EQUAL_PART = `trunc(${TOTAL} / ${ROWS}, 4)::line_amount`;
/** An equal share of the order total for each row; the first row also gets the remainder. */
const PART_OF_TOTAL = `if(order_id is null, order_total, ${EQUAL_PART}
  + if(dense_rank() over (partition by ${ORDER} order by row_hash) = 1, ${TOTAL} - ${ROWS} * ${EQUAL_PART}, 0))::line_amount`;

/** Determines the amount of each row and its currency. Reads the table `sampled`. */
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
  const refunded =
    amounts?.refundOf === 'order'
      ? `if(order_id is null, abs(refunded), max(abs(refunded)) over (partition by ${ORDER}))`
      : 'abs(refunded)';
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
      refunded,
      code: own === undefined ? 'null::varchar' : quotedString(own),
      rate: exchangeRate(own, policy),
      exactBelow,
    };
  }
  const currencyWord = (text: string) => (mapping.currency === undefined ? `currency_of(${text})` : `present(${text})`);
  const column = mapping.currency === undefined ? money[from] : 'currency';
  const words = await readCurrencyWords(database, currencyWord(quotedIdentifier(mapping[column] ?? '')));
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
    refunded,
    code: `nullif(coalesce(${code}, nullif(upper(${word}), ''), ${quotedString(inHeader ?? currency ?? '')}), '')`,
    rate: `if(code is null, 1, ${rate})`,
    exactBelow,
  };
}

/** Currency words in the file, most frequent first. */
async function readCurrencyWords(database: Database, word: string): Promise<string[]> {
  const rows = await database.rows(
    `select ${word} as word from sampled where word <> '' group by word order by count(*) desc, word limit 200`,
    z.object({ word: z.string() }),
  );
  return rows.map(({ word }) => word);
}

/**
 * Resolves a sign of several currencies to the policy's currency if it uses the sign; otherwise `$` to USD and `¥` to CNY. Any
 * other sign stays as it is: a file in kr or Rs alone has one currency, which only the policy can name.
 */
function resolveSharedSign(code: string, stated: string | undefined): string {
  const currencies = sharedSignCurrencies[code];
  if (!currencies) return code;
  if (stated !== undefined && currencies.includes(stated)) return stated;
  return { $: 'USD', '¥': 'CNY' }[code] ?? code;
}

function exchangeRate(code: string | undefined, { currency }: Policy, main = currency.code): string {
  return code === undefined || code === main || main === undefined ? '1' : String(currency.rates[code] ?? 'null');
}

/** Limit below which a converted amount has at most 18 digits, including its four decimals and those of the rates. */
function exactConversionLimit({ currency }: Policy): string {
  const decimals = Object.values(currency.rates).map((rate) => String(rate).split('.')[1]?.length ?? 0);
  return `9e${13 - Math.max(0, ...decimals)}`;
}
