import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import { toLaunchOptions } from './harness/chromium.ts';

// The test command leaves its JSON report where the summary looks for it; by hand the list is enough.
const report = process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'];

const config: PlaywrightTestConfig = defineConfig({
  testDir: '.',
  testMatch: '**/*.test.ts',
  outputDir: '../test-results',
  workers: 2,
  // A test that needs a second try is a failure.
  retries: 0,
  forbidOnly: process.env['CI'] === 'true',
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: { launchOptions: toLaunchOptions() },
  reporter: report === undefined ? [['list']] : [['list'], ['json', { outputFile: report }]],
});

export default config;
