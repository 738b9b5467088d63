import './require-node.mjs';
import { buildAnew } from './builds.mjs';
import { ensureInstalled } from './install.mjs';
import { main } from './steps.mjs';

await main(async () => {
  await ensureInstalled();
  await buildAnew();
});
