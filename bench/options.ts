import { parseArgs } from 'node:util';
import { StartError } from '@/db/start-error';

const USUAL = [
  'first-load',
  'start',
  'statements',
  'requests',
  'checks',
  'sign-in',
  'enumeration',
  'search',
  'permissions',
  'people',
  'erasure',
  'notifications',
  'streams',
  'queries',
] as const;
/** `inbox` fills ten million rows, so it is run by its name alone. */
const ALL = [...USUAL, 'inbox', 'build'] as const;
const PEOPLE = 100_000;

export type PartName = (typeof ALL)[number];

/** How the part about queries is run. */
export interface QueryOptions {
  /** How many people there are. */
  people: number;
  /** Writes docs/queries.md, and a budget for each procedure that has none. */
  write: boolean;
  /** Where the databases are kept for the next run. */
  keepIn: string | undefined;
}

/**
 * `--only <part>`, more than once or with commas, `--build` for the slow part that is otherwise left out, `--json`, and how the
 * part about queries is run.
 * @throws StartError that lists what there is
 */
export function readOptions(words: string[]): { parts: PartName[]; json: boolean; queries: QueryOptions } {
  const { only, build, json, people, write, 'keep-in': keepIn } = parse(words);
  const named = only.flatMap((names) => names.split(','));
  const unknown = named.find((name) => !ALL.some((part) => part === name));
  if (unknown !== undefined) throw new StartError(`--only takes ${ALL.join(', ')}, and not "${unknown}".`);
  const wanted: readonly string[] = named.length > 0 ? named : USUAL;
  const queries = { people: Number(people), write, keepIn };
  if (!Number.isInteger(queries.people) || queries.people < 1000 || queries.people > 1_000_000)
    throw new StartError('--people takes a number from 1000 to 1000000.');
  return { parts: ALL.filter((part) => wanted.includes(part) || (build && part === 'build')), json, queries };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        only: { type: 'string', multiple: true, default: [] },
        build: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        people: { type: 'string', default: String(PEOPLE) },
        write: { type: 'boolean', default: false },
        'keep-in': { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new StartError(
      `usage: npm run bench -- [--only ${ALL.join('|')}] [--build] [--json] [--people <number>] [--write] [--keep-in <directory>]\n${error instanceof Error ? error.message : ''}`,
    );
  }
}
