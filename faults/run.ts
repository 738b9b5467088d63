import { runFaults } from './faults';

/** The entry of `npm run test:faults`, bundled into one file. */
await runFaults(process.argv.slice(2));
