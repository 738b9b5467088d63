import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startChild } from '@/bench/child';
import { root, run, tool } from '@/scripts/steps.mjs';

const FILES = {
  'app/layout.jsx': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>;\n',
  // Rendered anew for each request, as every page of ours is.
  'app/page.jsx': "export const dynamic = 'force-dynamic';\nexport default () => 'nothing';\n",
  'next.config.mjs': `export default { poweredByHeader: false, turbopack: { root: ${JSON.stringify(root)} } };\n`,
};

/** The framework's own limit: an app of one page with one word on it, built and served as ours is. @returns its port */
export async function startEmptyPage(): Promise<number> {
  const dir = join(root, 'dist', 'empty-app');
  await rm(dir, { recursive: true, force: true });
  await mkdir(join(dir, 'app'), { recursive: true });
  for (const [path, text] of Object.entries(FILES)) await writeFile(join(dir, path), text);
  await run(process.execPath, [tool('next/dist/bin/next'), 'build', dir], {
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    failure: 'The empty page could not be built.',
  });
  return z.object({ port: z.number() }).parse(await startChild('empty-page').ask({ dir })).port;
}
