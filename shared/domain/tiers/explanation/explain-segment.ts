import type { Facts } from '../../classification/rules.ts';
import { cutPointsByScore, type RfmModel, rfmScores } from '../../rfm/rfm-model.ts';
import { binNumber } from '../../rfm/scores.ts';

const features = ['recency_days', 'orders', 'monetary_total'] as const;

/** Returns a buyer's R, F and M scores, each with the feature value and the cut points on either side of it. */
export function explainScores(facts: Facts, model: RfmModel) {
  const buyer = { recency_days: 0, orders: 0, monetary_total: 0 };
  for (const feature of features) buyer[feature] = Number(facts[feature]);
  const { r, f, m } = rfmScores(buyer, model);
  const cuts = cutPointsByScore(model);
  const between = (column: (typeof features)[number], score: number, cutPoints: readonly number[] = []) => {
    const bin = binNumber(buyer[column], cutPoints);
    return {
      column,
      value: buyer[column],
      score,
      above: cutPoints[bin - 2] ?? null,
      up_to: cutPoints[bin - 1] ?? null,
    };
  };
  return [
    between('recency_days', r, cuts.recency_days),
    between('orders', f, cuts.orders[r - 1]),
    between('monetary_total', m, cuts.monetary_total[r - 1]?.[f - 1]),
  ];
}
