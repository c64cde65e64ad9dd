import { defineConfig } from 'vitest/config'

const project = (name: string, testTimeout: number) => ({
  extends: true as const,
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`, `tests/${name}/**/*.test.tsx`],
    testTimeout,
    hookTimeout: testTimeout,
  },
})

export default defineConfig({
  test: {
    environment: 'node',
    setupFiles: ['./tests/support/quiet-console.ts'],
    // Two cores: more workers than that only make each other late.
    maxWorkers: 2,
    pool: 'forks',
    projects: [project('unit', 20_000), project('contract', 30_000), project('integration', 60_000)],
  },
})
