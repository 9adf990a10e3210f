import type { Policy } from '../../shared/domain/policy/policy.ts';
import { applyOverride, isInForce, type Override } from '../../shared/domain/tiers/overrides/override.ts';
import {
  type Held,
  moved,
  nextFirst,
  projectedDemotion,
  type Seen,
} from '../functions/stages/assign-tiers/movement-by-hand.ts';
import type { Order } from './shop.ts';

/** The result of one run by customer. */
export interface Outcome {
  tier: string;
  previous_tier: string | null;
  cause: string | null;
  demotion_on: string | null;
  demotion_to: string | null;
  runs_below: number;
}

/** The state that the next run needs. */
interface Memory {
  asOf: string;
  policy: Policy;
  lines: number[];
  held: Map<
    string,
    Held & {
      earned: number;
      kept: number;
      fallCause: string | null;
      cause: string | null;
      previous: string | null;
      /** With overrides. */
      final: number;
      decided: Override | undefined;
    }
  >;
}

const DAY = 86_400_000;

/** Yearly spend of every customer with a purchase up to a day. */
function spends(orders: readonly Order[], asOf: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const { customer, day, amount } of orders) {
    if (day > asOf) continue;
    const counts = Date.parse(day) >= Date.parse(asOf) - 364 * DAY;
    found.set(customer, (found.get(customer) ?? 0) + (counts ? amount : 0));
  }
  return found;
}

/** The spend of the last customer in each tier's share, from the top. */
function linesOf(spend: Map<string, number>, { tiers }: Policy): number[] {
  const sorted = [...spend.values()].toSorted((a, b) => b - a);
  let above = 0;
  return tiers.slice(0, -1).map(({ share = 0 }) => {
    above = Number((above + share).toFixed(9));
    return sorted[Math.ceil(above * sorted.length) - 1] ?? 0;
  });
}

const rankOf = (spend: number, lines: readonly number[], margin = 0) => {
  const rank = lines.findIndex((line) => spend >= line - line * margin);
  return rank < 0 ? lines.length : rank;
};

/** The tiers of one run from the orders of all drops so far, computed one customer at a time. */
export function computed(
  orders: readonly Order[],
  asOf: string,
  policy: Policy,
  before: Memory | undefined,
  overrides: ReadonlyMap<string, Override>,
) {
  const names = policy.tiers.map(({ name }) => name);
  const margin = policy.movement.margin.share;
  const spend = spends(orders, asOf);
  const lines = linesOf(spend, policy);
  const firstDay = new Map<string, string>();
  const lastDay = new Map<string, string>();
  for (const { customer, day } of orders.filter((order) => order.day <= asOf)) {
    firstDay.set(customer, [firstDay.get(customer) ?? day, day].toSorted()[0] as string);
    lastDay.set(customer, [lastDay.get(customer) ?? day, day].toSorted()[1] as string);
  }
  const daysSince = (day: string | undefined) => (Date.parse(asOf) - Date.parse(day ?? asOf)) / DAY;
  const corrected = before && spends(orders, before.asOf);
  const redrawn = before && linesOf(spend, before.policy);

  const outcomes = new Map<string, Outcome>();
  const memory: Memory = { asOf, policy, lines, held: new Map() };
  for (const [customer, amount] of spend) {
    const [earned, kept] = [rankOf(amount, lines), rankOf(amount, lines, margin)];
    const held = before?.held.get(customer);
    const seen = {
      ...{ customer_id: customer, earned, kept },
      ...{ tenure_days: daysSince(firstDay.get(customer)), recency_days: daysSince(lastDay.get(customer)) },
    };
    const after = moved(seen, held, policy.movement, asOf, names.length);
    const chain = (rank: 'earned' | 'kept') => {
      if (!before || !held || !corrected || !redrawn) return null;
      const eased = rank === 'kept' ? before.policy.movement.margin.share : 0;
      return mainCause([
        held[rank],
        rankOf(corrected.get(customer) ?? 0, before.lines, eased),
        rankOf(amount, before.lines, eased),
        rankOf(amount, redrawn, eased),
        rank === 'kept' ? kept : earned,
      ]);
    };
    const isBelow = held !== undefined && kept > held.rank;
    const fallCause = isBelow ? (held.fallCause ?? chain('kept')) : null;
    const override = overrides.get(customer);
    const decided = override && isInForce(override, asOf) ? override : undefined;
    const by = (rank: number, each = decided) => applyOverride(rank, each, names, asOf);
    const final = by(after.rank);
    const changed = held !== undefined && final !== held.final;
    const rules = after.rank < (held?.rank ?? 0) ? chain('earned') : fallCause;
    const byHand =
      held && (by(held.rank) === final || applyOverride(after.rank, held.decided, names, asOf) === held.final);
    const cause = changed ? (byHand ? 'override' : rules) : (held?.cause ?? null);
    const previous = changed ? (names[held.final] ?? null) : (held?.previous ?? null);
    const fall = projected({ seen, after, final, decided, policy, asOf, names });
    outcomes.set(customer, {
      ...{ tier: names[final] ?? '', previous_tier: previous, cause, runs_below: after.runs_below },
      ...{ demotion_on: fall?.on ?? null, demotion_to: fall ? (names[fall.rank] ?? null) : null },
    });
    memory.held.set(customer, { ...after, earned, kept, fallCause, cause, previous, final, decided });
  }
  return { outcomes, memory };
}

interface Standing {
  seen: Seen;
  after: Held;
  final: number;
  decided: Override | undefined;
  policy: Policy;
  asOf: string;
  names: readonly string[];
}

/** The next projected demotion: by the rules, unless an override prevents it, or at the end of an override. */
function projected({ seen, after, final, decided, policy, asOf, names }: Standing) {
  const [on, rank] = projectedDemotion(seen, after, policy.movement, asOf, names.length);
  const stopped = on !== null && rank !== null ? applyOverride(rank, decided, names, on) : null;
  const byRules = on !== null && stopped !== null && stopped > final ? [{ on, rank: stopped }] : [];
  const ends = decided?.expires_on && final < after.rank ? nextFirst(decided.expires_on) : undefined;
  const byEnd = ends ? [{ on: ends, rank: on !== null && rank !== null && on <= ends ? rank : after.rank }] : [];
  return [...byEnd, ...byRules].toSorted((a, b) => (a.on < b.on ? -1 : 1))[0];
}

/**
 * The cause, among data, behaviour, lines and policy replaced in turn, that moved the customer furthest in the overall
 * direction.
 */
function mainCause(ranks: readonly number[]): string {
  const direction = Math.sign((ranks.at(-1) ?? 0) - (ranks[0] ?? 0));
  const ways = ranks.slice(1).map((rank, at) => direction * (rank - (ranks[at] ?? 0)));
  const [data = 0, behaviour = 0, lines = 0, policy = 0] = ways;
  const most = Math.max(data, behaviour, lines, policy);
  if (policy === most) return 'policy changed';
  if (data === most) return 'data corrected';
  return behaviour === most ? 'behaviour changed' : 'lines moved';
}

/** Numbers of customers by their tiers before and after. */
export function movementOf(
  before: Map<string, Outcome> | undefined,
  now: Map<string, Outcome>,
): Record<string, number> {
  const cells: Record<string, number> = {};
  for (const [customer, { tier }] of now) {
    const cell = `${before?.get(customer)?.tier ?? null} → ${tier}`;
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  return cells;
}
