// The server as a child of npm run dev.
import { followParent } from './follow-parent.mjs';

followParent();
await import('../dist/start.js');
