import { json } from '../../shared/answer.ts';
import { type Answerer, checked, noQuery } from '../../shared/api.ts';
import { summaryOf } from '../../shared/run-summary.ts';
import { fromCurrentRun, origin, type Readers } from './current-run.ts';

/** `GET /v1/tiers`: each tier with its customers and revenue, segments and clusters of the current run. */
export function getTiers(readers: Readers): Answerer {
  return (event) => {
    checked(noQuery, event.queryStringParameters ?? {}, 'query');
    return fromCurrentRun(readers, async (run) => {
      const { tiers, segments, clusters } = summaryOf(run);
      return json(200, { ...origin(run), tiers: withShares(tiers), segments: withShares(segments), clusters });
    });
  };
}

interface Group {
  customers: number;
  monetary_total: number;
}

/** Adds what part of all customers and of all revenue each group holds, 0 to 1; null where there is no revenue. */
function withShares<Member extends Group>(groups: Member[]) {
  const customers = groups.reduce((sum, group) => sum + group.customers, 0);
  const revenue = groups.reduce((sum, group) => sum + group.monetary_total, 0);
  return groups.map((group) => ({
    ...group,
    share: share(group.customers, customers),
    revenue_share: share(group.monetary_total, revenue),
  }));
}

const share = (part: number, whole: number) => (whole > 0 ? Number((part / whole).toFixed(6)) : null);
