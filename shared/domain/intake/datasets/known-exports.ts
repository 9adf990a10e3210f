import { normaliseHeader } from '../headers/headers.ts';
import type { Dataset, Mapping } from './datasets.ts';

/** An export in which some headers have a different meaning than in other files. */
export interface KnownExport {
  name: string;
  dataset: Dataset;
  /** Headers that identify the export: a file must have all of them. */
  signature: readonly string[];
  columns: Readonly<Mapping>;
}

export const knownExports: readonly KnownExport[] = [
  {
    // One row per article; fields of the order are on its first row only. Only the e-mail address identifies the customer.
    name: 'Shopify orders',
    dataset: 'orders',
    signature: ['Lineitem quantity', 'Lineitem price', 'Name'],
    columns: { order_id: 'Name', ordered_at: 'Created at', order_total: 'Total' },
  },
  {
    // `item-price` is the price of the whole line, not of one unit.
    name: 'Amazon orders',
    dataset: 'orders',
    signature: ['item-price', 'item-tax', 'shipping-price'],
    columns: { amount: 'item-price' },
  },
  {
    name: 'Magento orders',
    dataset: 'orders',
    signature: ['Purchase Point', 'Purchase Date', 'Grand Total (Base)'],
    columns: { order_id: 'ID', order_total: 'Grand Total (Base)' },
  },
  {
    name: 'Stripe payments',
    dataset: 'orders',
    signature: ['id', 'Amount', 'Amount Refunded', 'Customer Email'],
    columns: { order_id: 'id' },
  },
  {
    name: 'HubSpot deals',
    dataset: 'orders',
    signature: ['Deal Name', 'Deal Stage', 'Close Date'],
    columns: { ordered_at: 'Close Date' },
  },
  {
    name: 'Salesforce opportunities',
    dataset: 'orders',
    signature: ['Opportunity Name', 'Stage', 'Close Date'],
    columns: { ordered_at: 'Close Date' },
  },
  {
    // The document date, not the date of entry (`ERDAT`).
    name: 'SAP sales documents',
    dataset: 'orders',
    signature: ['VBELN', 'AUDAT', 'KUNNR'],
    columns: { ordered_at: 'AUDAT' },
  },
  {
    name: 'Business Central sales',
    dataset: 'orders',
    signature: ['No.', 'Sell-to Customer No.'],
    columns: { order_id: 'No.' },
  },
  {
    // Here `recency` is the time from the first to the last purchase, and `frequency` the number of repeat purchases.
    name: 'lifetimes summary',
    dataset: 'customers',
    signature: ['frequency', 'recency', 'T'],
    columns: { x: 'frequency', t_x: 'recency', t: 'T', monetary_mean: 'monetary_value' },
  },
  {
    name: 'BG/NBD summary',
    dataset: 'customers',
    signature: ['x', 't.x', 'T'],
    columns: { x: 'x', t_x: 't.x', t: 'T' },
  },
];

/** Finds the known export whose signature a file's headers contain, if any. */
export function findKnownExport(headers: readonly string[], dataset: Dataset): KnownExport | undefined {
  const present = new Set(headers.map(normaliseHeader));
  return knownExports.find(
    (known) => known.dataset === dataset && known.signature.every((header) => present.has(normaliseHeader(header))),
  );
}
