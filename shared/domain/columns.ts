import { MissingColumnsError } from '../errors.ts';
import { aliases, customerFields, type Field, orderFields } from './column-aliases.ts';
import type { Dataset } from './uploads.ts';

/** Canonical name → header as the export writes it. */
export type Mapping = Partial<Record<Field, string>>;

export interface Recognised {
  dataset: 'orders' | 'customers';
  mapping: Mapping;
  /** Headers that identify a person directly; they are never read. */
  dropped: string[];
  /** Headers without a canonical meaning; kept as attributes of customers, left out of orders. */
  others: string[];
}

/** Headers of direct identifiers: their columns are never read. */
const identifiers =
  /^(customer|buyer|contact|billing|shipping|first|last|full|user|member|client)?(name|firstname|lastname|fullname|surname)$|e?mail|phone|mobile|telephone|street|address|postcode|zipcode|idcard|passport|bankcard|cardnumber|iban|姓名|收货人|联系人|手机|电话|邮箱|地址|身份证|银行卡|邮编/u;

/** A header as it is compared: no case, no spaces, no punctuation, full width made half width. */
export function normalised(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

const aliasRank = new Map<Field, Map<string, number>>(
  (Object.keys(aliases) as Field[]).map((field) => [
    field,
    new Map(aliases[field].map((alias, rank) => [normalised(alias), rank])),
  ]),
);

function mapFields(headers: readonly string[], fields: readonly Field[], byHand: Mapping): Mapping {
  const mapping: Mapping = {};
  const taken = new Set<string>();
  for (const [field, header] of Object.entries(byHand) as [Field, string][]) {
    const found = headers.find((candidate) => candidate.trim() === header.trim());
    if (found === undefined) continue;
    mapping[field] = found;
    taken.add(found);
  }
  for (const field of fields) {
    if (mapping[field] !== undefined) continue;
    const ranks = aliasRank.get(field) ?? new Map<string, number>();
    const [best] = headers
      .filter((header) => !taken.has(header) && ranks.has(normalised(header)))
      .toSorted((a, b) => (ranks.get(normalised(a)) ?? 0) - (ranks.get(normalised(b)) ?? 0));
    if (best === undefined) continue;
    mapping[field] = best;
    taken.add(best);
  }
  return mapping;
}

function missingOrderFields(mapping: Mapping): string[] {
  const missing: string[] = (['customer_id', 'ordered_at'] as const).filter((field) => mapping[field] === undefined);
  const hasAmount =
    mapping.amount !== undefined || (mapping.quantity !== undefined && mapping.unit_price !== undefined);
  return hasAmount ? missing : [...missing, 'amount'];
}

/**
 * Tells from the headers alone what a file holds and which column is which.
 * @param headers as the file writes them
 * @param dataset what the inbox folder says, if anything
 * @param byHand the policy's mapping for each dataset; it wins over recognition
 * @throws {MissingColumnsError} with what was found, what is needed, and the mapping to write
 */
export function recogniseColumns(
  headers: readonly string[],
  dataset: Dataset | undefined,
  byHand: { orders: Mapping; customers: Mapping },
): Recognised {
  const orders = mapFields(headers, orderFields, byHand.orders);
  const customers = mapFields(headers, customerFields, byHand.customers);
  const missing = missingOrderFields(orders);

  const isOrders = dataset === 'orders' || (dataset === undefined && missing.length === 0);
  if (isOrders && missing.length === 0) return recognised('orders', orders, headers);

  const isCustomers =
    dataset === 'customers' ||
    (dataset === undefined && (customers.signed_up_at ?? customers.region ?? customers.customer_type) !== undefined);
  if (isCustomers && customers.customer_id !== undefined && orders.amount === undefined) {
    return recognised('customers', customers, headers);
  }
  if (dataset === 'customers') throw notUnderstood('customers', headers, ['customer_id']);
  throw notUnderstood('orders', headers, missing);
}

function recognised(dataset: 'orders' | 'customers', mapping: Mapping, headers: readonly string[]): Recognised {
  const used = new Set(Object.values(mapping));
  const unused = headers.filter((header) => !used.has(header));
  const dropped = unused.filter((header) => identifiers.test(normalised(header)));
  return { dataset, mapping, dropped, others: unused.filter((header) => !dropped.includes(header)) };
}

function notUnderstood(dataset: string, found: readonly string[], missing: readonly string[]): MissingColumnsError {
  const shown = found.slice(0, 40).map((header) => `"${header.slice(0, 60)}"`);
  const example = Object.fromEntries(missing.map((field) => [field, `<header of ${field}>`]));
  return new MissingColumnsError(
    [
      `No column was recognised as ${missing.join(', ')} of ${dataset}`,
      `found: ${shown.join(', ')}${found.length > shown.length ? ` and ${found.length - shown.length} more` : ''}`,
      'needed: customer_id, ordered_at, and amount or quantity with unit_price (for a customers file: customer_id)',
      `write into the policy: ${JSON.stringify({ columns: { [dataset]: example } })}`,
    ].join('; '),
    found,
    missing,
  );
}
