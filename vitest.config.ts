import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const resolve = { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } };

const TESTS = '{app,bench,components,db,faults,messages,scripts,server}/**/*.test.{ts,tsx}';

/** Replace modules, or look at the process as a whole: each of these has a process of its own. */
const ALONE = [
  'db/connection/leak.test.ts',
  'db/recorder.test.ts',
  'server/admin.test.ts',
  'server/auth/enumeration.test.ts',
  'server/photos/disk-full.test.ts',
  'server/repeat-guard.test.ts',
];

/** Take longest by far: begun last, one of them would keep a single processor busy at the end. */
const LONG = [
  'server/oauth/next-request.test.ts',
  'server/leaving/killed-erasure.test.ts',
  'server/notifications/killed-fan-out.test.ts',
  'db/embedded.test.ts',
  'server/testing/statements.test.ts',
  'server/testing/fuzzing/fuzz.test.ts',
  'server/photos/killed.test.ts',
  'server/leaving/races.test.ts',
  'server/backup.test.ts',
  'server/roles/last-admin.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((name) => moduleId.endsWith(name));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

const shared = {
  pool: 'forks',
  // Real servers that are killed and come back need some seconds; nothing waits for a fixed time.
  testTimeout: 30_000,
  hookTimeout: 30_000,
} as const;

export default defineConfig({
  resolve,
  test: {
    globalSetup: ['server/testing/global-setup.ts'],
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve,
        test: { ...shared, name: 'alone', include: ALONE, sequence: { groupOrder: 0 } },
      },
      {
        resolve,
        // All others follow each other in two processes: to load the app anew for each took a third of the time.
        test: {
          ...shared,
          name: 'together',
          include: [TESTS],
          exclude: ALONE,
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
