import { whatIfOutcomeSchema } from '../../../shared/domain/run/what-if.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';

/**
 * Rewrites a what-if result without the given movers; its counts stay.
 * @returns the number of movers removed
 */
export async function eraseMovers(
  lake: ObjectStore,
  key: string,
  erased: readonly { customer_id: string }[],
): Promise<number> {
  const outcome = whatIfOutcomeSchema.parse(await lake.getJson(key));
  const { answer } = outcome;
  if (!answer) return 0;
  const gone = new Set(erased.map(({ customer_id }) => customer_id));
  const first = answer.movers.first.filter(({ customer_id }) => !gone.has(customer_id));
  const removed = answer.movers.first.length - first.length;
  if (removed > 0) {
    await lake.putJson(key, { ...outcome, answer: { ...answer, movers: { ...answer.movers, first } } });
  }
  return removed;
}
