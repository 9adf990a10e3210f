import type { CustomerState } from '../adapters/tables/customer-table.ts';
import type { Run } from '../adapters/tables/run-table.ts';
import { type Override, type OverrideEntry, overrideMembers } from '../domain/tiers/overrides/override.ts';

/** No clock is that wrong, and no request takes that long. */
const UNCERTAIN_MS = 60_000;

/** The override in force of a customer as the run published it, or null. */
export function overrideInForce(state: CustomerState): Override | null {
  if (state.override_kind === undefined || state.override_kind === null) return null;
  return Object.fromEntries(overrideMembers.map((member) => [member, state[`override_${member}`] ?? null])) as Override;
}

/**
 * What was said by the API and waits for the next run, or null. What was said before the run that readers see began is in that
 * run; about the moment of its beginning nobody can be sure, and there what already holds waits no longer.
 */
export function overrideWaiting(
  entry: OverrideEntry | undefined,
  { started_at }: Run,
  inForce: Override | null,
): Omit<OverrideEntry, 'customer_id'> | null {
  if (!entry || Date.parse(entry.set_at) < Date.parse(started_at) - UNCERTAIN_MS) return null;
  const { customer_id, ...said } = entry;
  return isSame(entry, inForce) ? null : said;
}

function isSame(entry: OverrideEntry, inForce: Override | null): boolean {
  if (entry.kind === 'none' || inForce === null) return entry.kind === 'none' && inForce === null;
  return overrideMembers.every((member) => entry[member] === inForce[member]);
}
