import { normaliseHeader } from '../headers/headers.ts';
import type { Dataset, Mapping } from './datasets.ts';

/** An export whose headers mean something else than the same headers do elsewhere. */
export interface KnownExport {
  name: string;
  dataset: Dataset;
  /** The headers that give it away: all of them are there. */
  knownBy: readonly string[];
  columns: Readonly<Mapping>;
}

export const knownExports: readonly KnownExport[] = [
  {
    // One row per article; what belongs to the order stands on its first row. Nothing but the e-mail names the customer.
    name: 'Shopify orders',
    dataset: 'orders',
    knownBy: ['Lineitem quantity', 'Lineitem price', 'Name'],
    columns: { order_id: 'Name', ordered_at: 'Created at', order_total: 'Total' },
  },
  {
    // `item-price` is the price of all pieces of the line.
    name: 'Amazon orders',
    dataset: 'orders',
    knownBy: ['item-price', 'item-tax', 'shipping-price'],
    columns: { amount: 'item-price' },
  },
  {
    name: 'Magento orders',
    dataset: 'orders',
    knownBy: ['Purchase Point', 'Purchase Date', 'Grand Total (Base)'],
    columns: { order_id: 'ID', order_total: 'Grand Total (Base)' },
  },
  {
    name: 'Stripe payments',
    dataset: 'orders',
    knownBy: ['id', 'Amount', 'Amount Refunded', 'Customer Email'],
    columns: { order_id: 'id' },
  },
  {
    name: 'HubSpot deals',
    dataset: 'orders',
    knownBy: ['Deal Name', 'Deal Stage', 'Close Date'],
    columns: { ordered_at: 'Close Date' },
  },
  {
    name: 'Salesforce opportunities',
    dataset: 'orders',
    knownBy: ['Opportunity Name', 'Stage', 'Close Date'],
    columns: { ordered_at: 'Close Date' },
  },
  {
    // The day on which the order was given, not the one on which it was typed in.
    name: 'SAP sales documents',
    dataset: 'orders',
    knownBy: ['VBELN', 'AUDAT', 'KUNNR'],
    columns: { ordered_at: 'AUDAT' },
  },
  {
    name: 'Business Central sales',
    dataset: 'orders',
    knownBy: ['No.', 'Sell-to Customer No.'],
    columns: { order_id: 'No.' },
  },
  {
    // `recency` is the time from the first to the last purchase here, and `frequency` the repeat purchases.
    name: 'lifetimes summary',
    dataset: 'customers',
    knownBy: ['frequency', 'recency', 'T'],
    columns: { x: 'frequency', t_x: 'recency', t: 'T', monetary_mean: 'monetary_value' },
  },
  {
    name: 'BG/NBD summary',
    dataset: 'customers',
    knownBy: ['x', 't.x', 'T'],
    columns: { x: 'x', t_x: 't.x', t: 'T' },
  },
];

/** The known export that a file's headers give away, if any. */
export function findKnownExport(headers: readonly string[], dataset: Dataset): KnownExport | undefined {
  const there = new Set(headers.map(normaliseHeader));
  return knownExports.find(
    (known) => known.dataset === dataset && known.knownBy.every((header) => there.has(normaliseHeader(header))),
  );
}
