import { defineConfig } from 'playwright/test';

// As root a sandbox is refused; the rest keeps Chromium from looking for the internet.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const { CHROMIUM_PATH, CHROMIUM_SHELL_PATH } = process.env;
const executablePath = CHROMIUM_SHELL_PATH ?? CHROMIUM_PATH;

/** `npm test -- --only e2e`; by hand: `node scripts/build.mjs`, then `npx playwright test --project e2e`. */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/global-setup.ts',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1280, height: 800 },
    timezoneId: 'Europe/Paris',
    // What moves would make a picture, a place on the screen or a contrast depend on the moment.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { args: FLAGS, ...(executablePath && { executablePath }) },
    // Kept of every test, it takes a quarter of two processors. Of one that fails `--trace retain-on-failure` keeps it.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'e2e', testMatch: '*.spec.ts' },
    // Writes docs/screenshots; `npm run screenshots`.
    { name: 'screenshots', testMatch: '*.shots.ts' },
  ],
});
