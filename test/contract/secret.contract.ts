import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Secret } from '../../shared/ports/secret.ts';

interface OpenSecret {
  /** Opens the secret, each time as another function does. */
  open: () => Secret;
  close(): Promise<void>;
}

/** What every {@link Secret} promises. */
export function secretContract(name: string, create: () => Promise<OpenSecret>): void {
  describe(`secret: ${name}`, () => {
    let created: OpenSecret;
    beforeAll(async () => {
      created = await create();
    });
    afterAll(() => created.close());

    it('has at least 32 bytes', async () => {
      expect((await created.open()()).length).toBeGreaterThanOrEqual(32);
    });

    it('is the same for all, at once and later', async () => {
      const [one, other] = [created.open(), created.open()];
      const [first, ...more] = await Promise.all([one(), other(), one()]);

      for (const secret of [...more, await created.open()()]) expect(secret.equals(first)).toBe(true);
    });
  });
}
