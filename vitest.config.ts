import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** `--thorough` of `pnpm test` arrives here as WEFT_THOROUGH=1 and multiplies the simulations by a hundred. */
const isThorough = process.env['WEFT_THOROUGH'] === '1';

const config: ViteUserConfig = defineConfig({
  test: {
    // Ours are processor-bound suites: more workers than cores only makes timeouts likelier.
    maxWorkers: Math.max(1, Math.min(availableParallelism(), 8)),
    passWithNoTests: true,
    setupFiles: [fileURLToPath(new URL('tests/seeds.ts', import.meta.url))],
    allowOnly: process.env['CI'] !== 'true',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'tests/{vectors,properties,adversary,contracts,fuzz}/**/*.test.ts',
          ],
          testTimeout: isThorough ? 1_800_000 : 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: { name: 'architecture', include: ['tests/architecture/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'simulation',
          include: ['tests/{documents,simulation,traces}/**/*.test.ts'],
          testTimeout: isThorough ? 7_200_000 : 300_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

export default config;
