import './require-node.mjs';
import { ensureBuilt } from './builds.mjs';
import { followParent } from './follow-parent.mjs';
import { ensureInstalled } from './install.mjs';
import { main, root } from './steps.mjs';

await main(async () => {
  process.chdir(root);
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  if (process.env.npm_lifecycle_event) followParent();
  await ensureInstalled();
  if (process.argv.includes('--dev')) {
    const { develop } = await import('./develop.mjs');
    return develop();
  }
  await ensureBuilt();
  process.env.NODE_ENV = 'production';
  process.setSourceMapsEnabled(true);
  // In this very process: whoever stops it, by whatever signal, stops the app itself.
  await import('../dist/start.js');
});
