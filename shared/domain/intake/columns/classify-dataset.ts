import { parseOverrideWord } from '../../tiers/overrides/override-words.ts';
import type { Field } from '../datasets/fields.ts';
import type { Dataset } from '../uploads.ts';
import { type Reading, requiredFields } from './matching.ts';
import type { ColumnTable } from './sample-table.ts';

/** Headers that tell what a dataset is of; a date and a type alone stand in every kind of file. */
const telling = {
  interactions:
    /ticket|case|visit|session|event|interaction|activity|action|conversation|message|call|opened|click|sent|complain|request|互动|事件|行为|会话|访问|浏览|打开|点击|咨询|来电|通话|回访|到店|投诉|工单|报修|受理/i,
  feedback:
    /nps|promoter|csat|ces|recommend|satisf|survey|score|rating|stars|respon|answer|submi|feedback|review|rated|满意|推荐|评分|评价|星级|得分|打分|问卷|答卷|答题|填写|调查|反馈/i,
} as const;

const says = (reading: Reading, fields: readonly Field[], pattern: RegExp) =>
  fields.some((field) => pattern.test(reading.matches.get(field)?.header ?? ''));

const has = (reading: Reading, ...fields: Field[]) => fields.every((field) => reading.matches.has(field));

/** Canonical columns without which a file is not of the dataset it was read as. */
export function missingFields(reading: Reading): Field[] {
  const missing: Field[] = requiredFields[reading.dataset].filter((field) => !has(reading, field));
  const needsAmount =
    reading.dataset === 'orders' &&
    !has(reading, 'amount') &&
    !has(reading, 'order_total') &&
    !has(reading, 'quantity', 'unit_price');
  return needsAmount ? [...missing, 'amount'] : missing;
}

/** Whether a file of customers has, once for each of them, what RFM or BG/NBD needs. */
export function isAggregated(reading: Reading, table: ColumnTable): boolean {
  const isRfm =
    (has(reading, 'recency_days') || has(reading, 'last_order_at')) &&
    has(reading, 'orders') &&
    (has(reading, 'monetary_total') || has(reading, 'monetary_mean'));
  const id = reading.matches.get('customer_id')?.header;
  if (id === undefined || !(isRfm || has(reading, 'x', 't_x', 't'))) return false;
  const { filled, distinct } = table.content(id);
  return distinct >= 0.99 * filled;
}

/** Whether most types that are given are those of an override; "none" alone stands in every kind of file. */
function areOverrides(kinds: readonly (string | null)[]): boolean {
  const given = kinds.filter((kind) => kind !== null && kind.trim() !== '');
  const words = given.map((kind) => parseOverrideWord(kind ?? '')).filter((word) => word !== undefined);
  return words.length > given.length / 2 && words.some((word) => word !== 'none');
}

/** Whether the columns alone tell that a file is of a dataset. */
function isTold(reading: Reading, table: ColumnTable): boolean {
  if (missingFields(reading).length > 0) return false;
  switch (reading.dataset) {
    case 'orders':
      return true;
    case 'customers':
      return (
        ['signed_up_at', 'region', 'customer_type'].some((field) => has(reading, field as Field)) ||
        isAggregated(reading, table)
      );
    case 'interactions':
      return says(reading, ['customer_id', 'interaction_id', 'occurred_at', 'kind'], telling.interactions);
    case 'feedback':
      return says(reading, ['score'], telling.feedback);
    case 'overrides':
      return areOverrides(table.values(reading.matches.get('kind')?.header ?? ''));
    default:
      return reading.dataset satisfies never;
  }
}

/**
 * What a file is, when its folder does not say: nothing but overrides has their words for a type. An order needs the most columns, so what can be one is one, but figures
 * per customer may have a date beside them, and tickets a score.
 * @param readings the file taken for each dataset
 */
export function classifyDataset(readings: readonly Reading[], table: ColumnTable): Reading | undefined {
  const of = (dataset: Dataset) => readings.find((reading) => reading.dataset === dataset && isTold(reading, table));
  const [orders, customers, feedback] = [of('orders'), of('customers'), of('feedback')];
  const overrides = of('overrides');
  if (overrides) return overrides;
  if (customers && isAggregated(customers, table) && !(orders && has(orders, 'order_id'))) return customers;
  const isSurvey = feedback && says(feedback, ['answered_at'], telling.feedback);
  return orders ?? (isSurvey ? feedback : undefined) ?? of('interactions') ?? feedback ?? customers;
}

/** The dataset that a file lacks least of; the first when nothing speaks for another. */
export function closestDataset(readings: readonly Reading[]): Reading | undefined {
  const isHinted = (reading: Reading) =>
    (reading.dataset === 'interactions' && says(reading, ['interaction_id', 'kind'], telling.interactions)) ||
    (reading.dataset === 'feedback' && says(reading, ['score', 'response_id'], telling.feedback));
  return readings
    .filter((reading, index) => index === 0 || isHinted(reading))
    .toSorted((a, b) => missingFields(a).length - missingFields(b).length)[0];
}
