import type { Policy } from '../../shared/domain/policy/policy.ts';
import { applyOverride, isInForce, type Override } from '../../shared/domain/tiers/overrides/override.ts';
import {
  demotionForetold,
  type Held,
  moved,
  nextFirst,
  type Seen,
} from '../functions/stages/assign-tiers/movement-by-hand.ts';
import type { Order } from './shop.ts';

/** What one run came to, for each customer. */
export interface Outcome {
  tier: string;
  previous_tier: string | null;
  cause: string | null;
  demotion_on: string | null;
  demotion_to: string | null;
  runs_below: number;
}

/** What the next run has to know of a run. */
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
      /** With what was decided by hand. */
      final: number;
      decided: Override | undefined;
    }
  >;
}

const DAY = 86_400_000;

/** Yearly spend of every customer who bought up to a day. */
function spends(orders: readonly Order[], asOf: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const { customer, day, amount } of orders) {
    if (day > asOf) continue;
    const counts = Date.parse(day) >= Date.parse(asOf) - 364 * DAY;
    found.set(customer, (found.get(customer) ?? 0) + (counts ? amount : 0));
  }
  return found;
}

/** The spend of the last customer of each tier's share, from the top. */
function linesOf(spend: Map<string, number>, { tiers }: Policy): number[] {
  const sorted = [...spend.values()].toSorted((a, b) => b - a);
  let above = 0;
  return tiers.slice(0, -1).map(({ share = 0 }) => {
    above = Number((above + share).toFixed(9));
    return sorted[Math.ceil(above * sorted.length) - 1] ?? 0;
  });
}

const placeOf = (spend: number, lines: readonly number[], margin = 0) => {
  const place = lines.findIndex((line) => spend >= line - line * margin);
  return place < 0 ? lines.length : place;
};

/** The tiers of one run from the orders that all drops so far told of, computed one customer after the other. */
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
    const [earned, kept] = [placeOf(amount, lines), placeOf(amount, lines, margin)];
    const held = before?.held.get(customer);
    const seen = {
      ...{ customer_id: customer, earned, kept },
      ...{ tenure_days: daysSince(firstDay.get(customer)), recency_days: daysSince(lastDay.get(customer)) },
    };
    const after = moved(seen, held, policy.movement, asOf, names.length);
    const chain = (place: 'earned' | 'kept') => {
      if (!before || !held || !corrected || !redrawn) return null;
      const eased = place === 'kept' ? before.policy.movement.margin.share : 0;
      return mainCause([
        held[place],
        placeOf(corrected.get(customer) ?? 0, before.lines, eased),
        placeOf(amount, before.lines, eased),
        placeOf(amount, redrawn, eased),
        place === 'kept' ? kept : earned,
      ]);
    };
    const isBelow = held !== undefined && kept > held.place;
    const fallCause = isBelow ? (held.fallCause ?? chain('kept')) : null;
    const override = overrides.get(customer);
    const decided = override && isInForce(override, asOf) ? override : undefined;
    const by = (place: number, each = decided) => applyOverride(place, each, names, asOf);
    const final = by(after.place);
    const changed = held !== undefined && final !== held.final;
    const rules = after.place < (held?.place ?? 0) ? chain('earned') : fallCause;
    const byHand =
      held && (by(held.place) === final || applyOverride(after.place, held.decided, names, asOf) === held.final);
    const cause = changed ? (byHand ? 'override' : rules) : (held?.cause ?? null);
    const previous = changed ? (names[held.final] ?? null) : (held?.previous ?? null);
    const fall = foretold({ seen, after, final, decided, policy, asOf, names });
    outcomes.set(customer, {
      ...{ tier: names[final] ?? '', previous_tier: previous, cause, runs_below: after.runs_below },
      ...{ demotion_on: fall?.on ?? null, demotion_to: fall ? (names[fall.place] ?? null) : null },
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

/** The first fall to come: by the rules, unless it is stopped by hand, or because what was decided by hand ends. */
function foretold({ seen, after, final, decided, policy, asOf, names }: Standing) {
  const [on, place] = demotionForetold(seen, after, policy.movement, asOf, names.length);
  const stopped = on !== null && place !== null ? applyOverride(place, decided, names, on) : null;
  const byRules = on !== null && stopped !== null && stopped > final ? [{ on, place: stopped }] : [];
  const ends = decided?.expires_on && final < after.place ? nextFirst(decided.expires_on) : undefined;
  const byEnd = ends ? [{ on: ends, place: on !== null && place !== null && on <= ends ? place : after.place }] : [];
  return [...byEnd, ...byRules].toSorted((a, b) => (a.on < b.on ? -1 : 1))[0];
}

/** Of data, behaviour, lines and policy, one after the other, the one that led furthest in the direction of the whole. */
function mainCause(places: readonly number[]): string {
  const direction = Math.sign((places.at(-1) ?? 0) - (places[0] ?? 0));
  const ways = places.slice(1).map((place, at) => direction * (place - (places[at] ?? 0)));
  const [data = 0, behaviour = 0, lines = 0, policy = 0] = ways;
  const most = Math.max(data, behaviour, lines, policy);
  if (policy === most) return 'policy changed';
  if (data === most) return 'data corrected';
  return behaviour === most ? 'behaviour changed' : 'lines moved';
}

/** How many customers went from which tier to which. */
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
