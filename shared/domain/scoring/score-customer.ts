import { noPurchase } from '../classification/class.ts';
import { classifyCustomer } from '../classification/classifications.ts';
import type { ClassFeatures } from '../classification/facts.ts';
import { assignCluster } from '../clusters/assign-cluster.ts';
import { namesByCluster } from '../clusters/describe/cluster-names.ts';
import { noScoreInputs, type ScoreInputs } from '../features/score-inputs.ts';
import { valuationTerms } from '../lifetime-value/fitted-lifetime-value.ts';
import { lifetimeValueScorer } from '../lifetime-value/lifetime-value.ts';
import type { Model } from '../model.ts';
import type { Policy } from '../policy/policy.ts';
import { chineseClasses, highLowCode } from '../rfm/chinese-classes.ts';
import { nineGridCell } from '../rfm/nine-grid.ts';
import { rfmScores } from '../rfm/rfm-model.ts';
import { rfmCode } from '../rfm/scores.ts';
import { rankCustomer } from '../tiers/ranking/ranking.ts';
import { computeValueScore } from '../tiers/ranking/value-score.ts';
import { type OrderFeatures, orderFeatures } from './order-features.ts';
import type { OrderLine } from './order-lines.ts';

/** Features that do not follow from orders, if known. `region` takes precedence over the region of the orders. */
export type OtherFeatures = Partial<ScoreInputs>;

type Features = OrderFeatures & ScoreInputs;

/**
 * Returns a function that scores one customer by a model. The results equal those that `shared/pipeline/features` and
 * `shared/pipeline/assignment` give for all customers at once, except columns that depend on earlier runs (`previous_tier`).
 * @param asOf YYYY-MM-DD
 * @returns a function of the customer's order lines and other known features
 */
export function customerScorer(model: Model, policy: Policy, asOf: string) {
  const lifetimeValue = lifetimeValueScorer(model.lifetime_value, valuationTerms(model.lifetime_value));
  const clusterNames = namesByCluster(model.clusters.groups);
  return (lines: readonly OrderLine[], others: OtherFeatures = {}) => {
    const features = customerFeatures(orderFeatures(lines, asOf, policy), others);
    const estimates = estimateLifetimeValue(features, lifetimeValue);
    const buyer = buyerValues(features, estimates.clv);
    const facts = {
      ...features,
      ...estimates,
      ...(buyer ? scoreRfm(buyer, model) : noScores),
      ...classNames({ ...features, p_alive: estimates.p_alive }, policy, model),
      ...(buyer ? scoreCluster(features, model, clusterNames) : noCluster),
    };
    const value_score = buyer ? computeValueScore(facts, model.value_score) : null;
    return { ...facts, ...rankCustomer({ ...facts, value_score }, model.tiers, asOf), value_score: value_score ?? 0 };
  };
}

type Scorer = ReturnType<typeof lifetimeValueScorer>;
type Buyer = NonNullable<ReturnType<typeof buyerValues>>;

function customerFeatures(fromOrders: OrderFeatures, { region, ...others }: OtherFeatures): Features {
  return {
    ...fromOrders,
    ...noScoreInputs,
    ...others,
    region: region ?? fromOrders.region,
  };
}

/** Lifetime value estimates: probabilities rounded to 6 decimals, orders and money to 4. */
function estimateLifetimeValue({ x, t_x, t, purchase_day_mean }: Features, lifetimeValue: Scorer) {
  if (x === null || t_x === null || t === null) return noEstimates;
  const estimate = lifetimeValue({ x, tX: t_x, T: t, meanSpend: purchase_day_mean });
  return {
    p_alive: round(estimate.probabilityAlive, 6),
    probability_of_order: round(estimate.probabilityOfOrder, 6),
    expected_orders: round(estimate.expectedOrders, 4),
    clv: round(estimate.clv, 4),
    clv_low: round(estimate.clvLow, 4),
    clv_high: round(estimate.clvHigh, 4),
    clv_method: estimate.method,
  };
}

const noEstimates = {
  ...{ p_alive: null, probability_of_order: null, expected_orders: null },
  ...{ clv: null, clv_low: null, clv_high: null, clv_method: null },
};

/** Returns the values that scores are computed from; undefined for customers without a purchase in the window. */
function buyerValues({ orders, recency_days, monetary_total }: Features, clv: number | null) {
  return orders > 0 && recency_days !== null && clv !== null
    ? { orders, recency_days, monetary_total, clv }
    : undefined;
}

function scoreRfm(buyer: Buyer, { rfm: model }: Model) {
  const { r, f, m } = rfmScores(buyer, model);
  const rfm = rfmCode({ r, f, m }, model.bins);
  const segment = model.segments.find(({ codes }) => codes.includes(rfm));
  const cell = nineGridCell(buyer, model.nine_grid);
  return {
    ...{ r_score: r, f_score: f, m_score: m, rfm },
    ...{ segment: segment?.name ?? '', segment_zh: segment?.zh ?? '' },
    segment_cn8: chineseClasses[highLowCode(buyer, model.class_lines)],
    ...{ nine_grid: cell.name, nine_grid_zh: cell.zh },
  };
}

const noScores = {
  ...{ r_score: null, f_score: null, m_score: null, rfm: null },
  ...{ segment: noPurchase.name, segment_zh: noPurchase.zh, segment_cn8: noPurchase.zh },
  ...{ nine_grid: noPurchase.name, nine_grid_zh: noPurchase.zh },
};

function classNames(features: ClassFeatures, policy: Policy, { classes }: Model): Record<string, string> {
  const assigned = Object.entries(classifyCustomer(features, policy.classes, classes));
  const names = Object.fromEntries(assigned.map(([column, { name }]) => [column, name]));
  // The ABC classes have no Chinese names.
  const chinese = assigned.flatMap(([column, { zh }]) => (column === 'abc_class' ? [] : [[`${column}_zh`, zh]]));
  return { ...names, ...Object.fromEntries(chinese) };
}

function scoreCluster(features: Features, { clusters }: Model, names: ReturnType<typeof namesByCluster>) {
  const { cluster } = assignCluster(
    clusters.features.map(({ feature }) => features[feature]),
    clusters,
  );
  const name = names.get(cluster);
  return { cluster, cluster_name: name?.en ?? null, cluster_name_zh: name?.zh ?? null };
}

const noCluster = { cluster: null, cluster_name: null, cluster_name_zh: null };

const round = (value: number, places: number) => Math.round(value * 10 ** places) / 10 ** places;
