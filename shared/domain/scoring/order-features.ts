import { MS_PER_DAY, windowStart } from '../calendar/days.ts';
import { onlineChannelNames } from '../features/feature-policy.ts';
import { daysInUnit } from '../lifetime-value/lifetime-value.ts';
import type { Policy } from '../policy/policy.ts';
import { findFavourite } from './favourite.ts';
import { countedLines, groupIntoDocuments, type OrderDocument, type OrderLine, total } from './order-lines.ts';

export type OrderFeatures = ReturnType<typeof orderFeatures>;

/**
 * Computes the features that follow from a customer's order lines, with the names and values that `shared/pipeline/features`
 * gives for all customers at once. docs/features.md defines them.
 * @param asOf YYYY-MM-DD; later lines are ignored
 */
export function orderFeatures(lines: readonly OrderLine[], asOf: string, policy: Policy) {
  const counted = countedLines(lines, asOf);
  const documents = groupIntoDocuments(counted, windowStart(asOf, policy.windowMonths));
  const sum = (figure: 'bought' | 'purchased' | 'refunded' | 'returned') =>
    total(documents.map((each) => each[figure]));
  const orders = documents.filter(({ isOrder }) => isOrder).length;
  const [purchases_total, returns_total, refunds] = [sum('purchased'), sum('returned'), sum('refunded')];
  const sold = total([purchases_total, returns_total, refunds]);
  return {
    orders,
    monetary_total: total([purchases_total, refunds]),
    monetary_mean: orders > 0 ? toFourPlaces(purchases_total / orders) : null,
    purchases_total,
    yearly_spend: total(counted.flatMap((line) => (isInLastYear(line, asOf) ? [line.amount] : []))),
    returns_total,
    returned_orders: documents.filter(({ isReturn }) => isReturn).length,
    return_rate: sold === 0 ? null : returns_total / sold,
    ...rhythmFeatures(documents, asOf, policy),
    ...periodFeatures(documents, asOf, policy),
    ...preferenceFeatures(counted, policy),
  };
}

const isInLastYear = ({ kind, ordered_at }: OrderLine, asOf: string) =>
  kind !== 'undone' && dayNumber(ordered_at.slice(0, 10)) >= dayNumber(asOf) - 364;

/** Dates and rhythm of purchases. */
function rhythmFeatures(documents: readonly OrderDocument[], asOf: string, { timeUnit }: Policy) {
  const bought = documents.flatMap(({ first, last }) => (first && last ? [dayNumber(first), dayNumber(last)] : []));
  const days = [...new Set(bought)].toSorted((a, b) => a - b);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return noPurchases;
  const x = days.length - 1;
  const span = last - first;
  const tenure_days = dayNumber(asOf) - first;
  const recency_days = dayNumber(asOf) - last;
  const squares = days.slice(1).reduce((sum, day, at) => sum + (day - (days[at] as number)) ** 2, 0);
  const mean = x > 0 ? span / x : null;
  return {
    recency_days,
    tenure_days,
    x,
    t_x: span / daysInUnit[timeUnit],
    t: tenure_days / daysInUnit[timeUnit],
    purchase_day_mean: toFourPlaces(total(documents.map((each) => each.bought)) / days.length),
    days_between_mean: mean,
    days_between_deviation: x > 1 ? Math.sqrt(Math.max(squares - (span * span) / x, 0) / (x - 1)) : null,
    overdue_days: mean === null ? null : recency_days - Math.round(mean),
    ...monthFeatures(documents),
  };
}

const noPurchases = {
  ...{ recency_days: null, tenure_days: null, x: null, t_x: null, t: null, purchase_day_mean: null },
  ...{ days_between_mean: null, days_between_deviation: null, overdue_days: null },
  ...{ active_months: null, top_month_share: null },
};

function monthFeatures(documents: readonly OrderDocument[]) {
  const months = [
    ...Map.groupBy(
      documents.filter(({ first }) => first),
      ({ first }) => first?.slice(0, 7),
    ).values(),
  ];
  const spends = months.map((month) => total(month.map(({ bought }) => bought)));
  const all = total(spends);
  return { active_months: months.length, top_month_share: all > 0 ? Math.max(...spends) / all : null };
}

function periodFeatures(documents: readonly OrderDocument[], asOf: string, { features }: Policy) {
  const age = ({ first }: OrderDocument) => (first ? dayNumber(asOf) - dayNumber(first) : Number.POSITIVE_INFINITY);
  const spent = (from: number, to: number) =>
    total(documents.filter((each) => age(each) >= from && age(each) < to).map(({ bought }) => bought));
  const [spend_recent, spend_before] = [
    spent(0, features.trendDays),
    spent(features.trendDays, 2 * features.trendDays),
  ];
  const hadBoughtBefore = documents.some((each) => Number.isFinite(age(each)) && age(each) >= features.trendDays);
  const both = total([spend_recent, spend_before]);
  return {
    recent_orders: documents.filter((each) => age(each) < features.recentDays).length,
    spend_recent,
    spend_before,
    spend_trend: hadBoughtBefore && both !== 0 ? total([spend_recent, -spend_before]) / both : null,
  };
}

function preferenceFeatures(lines: readonly OrderLine[], { features }: Policy) {
  const [category, channel] = [findFavourite(lines, 'category'), findFavourite(lines, 'channel')];
  const online = new Set(onlineChannelNames(features));
  const spend = [...channel.spend];
  const onlineSpend = total(spend.flatMap(([name, amount]) => (online.has(name.toLowerCase()) ? [amount] : [])));
  const all = total(spend.map(([, amount]) => amount));
  return {
    region: findFavourite(lines, 'region').top,
    top_category: category.top,
    categories: category.count,
    top_category_share: category.share,
    top_channel: channel.top,
    channels: channel.count,
    online_share: all > 0 ? onlineSpend / all : null,
  };
}

const dayNumber = (day: string) => Date.parse(day) / MS_PER_DAY;
const toFourPlaces = (value: number) => Math.round(value * 1e4) / 1e4;
