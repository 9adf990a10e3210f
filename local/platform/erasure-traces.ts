import type { DatabaseSync } from 'node:sqlite';
import { purge } from './database.ts';
import type { Invoke } from './functions.ts';

/**
 * Removes what SQLite keeps of erased customers after their items are deleted. That traces may exist is written into the
 * database's `user_version`, so that they are removed even if the process is killed in between.
 * @param onError receives the error if they could not be removed; the next attempt follows the next execution or start
 */
export function erasureTraces(database: DatabaseSync, onError: (error: Error) => void) {
  const exist = () => database.prepare('PRAGMA user_version').get()?.user_version === 1;

  return {
    /** Calls functions, and notes when `erase` has removed customers. */
    observe:
      (invoke: Invoke): Invoke =>
      async (name, payload) => {
        const result = await invoke(name, payload);
        // Written before close-run completes the erasures, which names the customers for the last time.
        if (name === 'stages/erase' && (result as { erased: number }).erased > 0)
          database.exec('PRAGMA user_version = 1');
        return result;
      },

    /** Removes the traces, if there are any. */
    remove(): void {
      if (!exist()) return;
      try {
        purge(database);
        database.exec('PRAGMA user_version = 0');
      } catch (error) {
        onError(error as Error);
      }
    },
  };
}
