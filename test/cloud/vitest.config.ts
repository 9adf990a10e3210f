import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/cloud/**/*.test.ts'],
    // One story on one deployment: each test goes on from where the one before ended.
    sequence: { concurrent: false, shuffle: false },
    bail: 1,
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
});
