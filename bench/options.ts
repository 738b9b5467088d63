import { parseArgs } from 'node:util';
import { StartError } from '@/db/start-error';

/** What is asked most, each beside its limit: some minutes. */
const USUAL = ['first-load', 'start', 'lines', 'pages', 'page-statements'] as const;
/** What is looked at more closely, each with data of its own. */
const CLOSELY = [
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
/** `inbox` fills ten million rows, and `soak` is the last of the lines by itself, so they are run by their names alone. */
const ALL = [...USUAL, ...CLOSELY, 'inbox', 'soak', 'build'] as const;
/** So many people there are unless told; the README has the figures among them. */
export const PEOPLE = 100_000;

export type PartName = (typeof ALL)[number];

/** How the parts about lines and about queries are run. */
export interface BenchOptions {
  /** How many people there are. */
  people: number;
  /** Writes docs/queries.md, and a budget for each procedure that has none; of the lines, the table of the README. */
  write: boolean;
  /** Where the databases are kept for the next run. */
  keepIn: string | undefined;
  /** Minutes of the load whose memory is looked at. */
  soakMinutes: number;
  /** Whether it all works, and not how fast. */
  small: boolean;
}

/**
 * `--only <part>`, more than once or with commas, `--all` for all but `inbox`, `soak` and `build`, `--build` for that part as well, `--json`,
 * and how the parts about lines and about queries are run.
 * @throws StartError that lists what there is
 */
export function readOptions(words: string[]): { parts: PartName[]; json: boolean; options: BenchOptions } {
  const { only, all, build, json, people, write, soak, small, 'keep-in': keepIn } = parse(words);
  const named = only.flatMap((names) => names.split(','));
  const unknown = named.find((name) => !ALL.some((part) => part === name));
  if (unknown !== undefined) throw new StartError(`--only takes ${ALL.join(', ')}, and not "${unknown}".`);
  const usual = all ? [...USUAL, ...CLOSELY] : USUAL;
  const wanted: readonly string[] = named.length > 0 ? named : usual;
  const many = Number(people ?? (small ? 1000 : PEOPLE));
  const options = { people: many, write, keepIn, soakMinutes: Number(soak), small };
  if (!Number.isInteger(many) || many < 1000 || many > 1_000_000)
    throw new StartError('--people takes a number from 1000 to 1000000.');
  if (!(options.soakMinutes > 0)) throw new StartError('--soak takes a number of minutes.');
  return { parts: ALL.filter((part) => wanted.includes(part) || (build && part === 'build')), json, options };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        only: { type: 'string', multiple: true, default: [] },
        build: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        all: { type: 'boolean', default: false },
        people: { type: 'string' },
        soak: { type: 'string', default: '1' },
        small: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        'keep-in': { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new StartError(
      `usage: npm run bench -- [--only ${ALL.join('|')}] [--all] [--build] [--json] [--people <number>] [--soak <minutes>] [--small] [--write] [--keep-in <directory>]\n${error instanceof Error ? error.message : ''}`,
    );
  }
}
