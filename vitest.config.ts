import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A test that starts real processes or a browser on a slow machine; one that hangs still ends.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A developer's own settings must not decide whether the promises hold.
    env: { NODE_ENV: 'test' },
  },
});
