import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Tests that start processes or play whole conversations take their time on a small machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: { include: ['src/**'] },
  },
});
