import type { CustomerState } from '../adapters/tables/customer-table.ts';
import type { Run } from '../adapters/tables/run-table.ts';
import { type Override, type OverrideEntry, overrideMembers } from '../domain/tiers/overrides/override.ts';

/** Tolerance for clock skew and request duration. */
const UNCERTAIN_MS = 60_000;

/** The customer's override in force as published by the run, or null. */
export function overrideInForce(state: CustomerState): Override | null {
  if (state.override_kind === undefined || state.override_kind === null) return null;
  return Object.fromEntries(overrideMembers.map((member) => [member, state[`override_${member}`] ?? null])) as Override;
}

/**
 * The override set through the API that waits for the next run, or null. The current run includes entries made before it
 * started. Around the start time that is uncertain; there, an entry equal to the override in force does not wait.
 */
export function overrideWaiting(
  entry: OverrideEntry | undefined,
  { started_at }: Run,
  inForce: Override | null,
): Omit<OverrideEntry, 'customer_id'> | null {
  if (!entry || Date.parse(entry.set_at) < Date.parse(started_at) - UNCERTAIN_MS) return null;
  const { customer_id, ...waiting } = entry;
  return isSame(entry, inForce) ? null : waiting;
}

function isSame(entry: OverrideEntry, inForce: Override | null): boolean {
  if (entry.kind === 'none' || inForce === null) return entry.kind === 'none' && inForce === null;
  return overrideMembers.every((member) => entry[member] === inForce[member]);
}
