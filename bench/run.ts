import { runBench } from './bench';

/**
 * The entry of `npm run bench`, bundled into one file. The bench runs some of itself in processes of their own, so
 * that what makes the load does not share a thread with what bears it: their first word says which part they are.
 */
const words = process.argv.slice(2);

switch (words[0]) {
  case 'load-process':
    await import('./load/load-process');
    break;
  case 'bare-server':
    await import('./requests/bare-server');
    break;
  case 'fire':
    await import('./lines/fire-process');
    break;
  case 'bare-line':
    await import('./lines/bare-process');
    break;
  case 'empty-page':
    await import('./lines/empty-process');
    break;
  default:
    await runBench(words);
}
