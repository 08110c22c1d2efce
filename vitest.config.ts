import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/postgres-setup.ts'],
    // Vitest leaves one core free for a person at the keyboard; most of these tests wait for somebody else.
    maxWorkers: '100%',
    // A test that starts real processes or a browser on a slow machine; one that hangs still ends.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A developer's own settings must not decide whether the promises hold.
    env: { NODE_ENV: 'test' },
  },
});
