import { setTimeout } from 'node:timers/promises';

/**
 * Looks again and again until there is something to see.
 * @param what named in the error
 * @param look returns undefined while it is too early
 * @throws {Error} when `seconds` have passed
 */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, seconds = 240): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await setTimeout(500);
  }
  throw new Error(`No ${what} within ${seconds} seconds`);
}
