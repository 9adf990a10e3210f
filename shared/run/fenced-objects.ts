import type { ObjectStore } from '../ports/objects.ts';

/**
 * A store that checks before each write: a file that a newer run has rewritten meanwhile may still have the rows of a person.
 * @param check throws when a newer run has begun
 */
export const fencedObjects = (lake: ObjectStore, check: () => Promise<void>): ObjectStore => ({
  ...lake,
  async store(...input) {
    await check();
    await lake.store(...input);
  },
  async putJson(...input) {
    await check();
    await lake.putJson(...input);
  },
  async remove(...input) {
    await check();
    await lake.remove(...input);
  },
});
