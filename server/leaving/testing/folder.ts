import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is gone after the test. */
export async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'foyer-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
