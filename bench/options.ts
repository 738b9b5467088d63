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
] as const;
/** `inbox` fills ten million rows, so it is run by its name alone. */
const ALL = [...USUAL, 'inbox', 'build'] as const;

export type PartName = (typeof ALL)[number];

/**
 * `--only <part>`, more than once or with commas, `--build` for the slow part that is otherwise left out, `--json`.
 * @throws StartError that lists what there is
 */
export function readOptions(words: string[]): { parts: PartName[]; json: boolean } {
  const { only, build, json } = parse(words);
  const named = only.flatMap((names) => names.split(','));
  const unknown = named.find((name) => !ALL.some((part) => part === name));
  if (unknown !== undefined) throw new StartError(`--only takes ${ALL.join(', ')}, and not "${unknown}".`);
  const wanted: readonly string[] = named.length > 0 ? named : USUAL;
  return { parts: ALL.filter((part) => wanted.includes(part) || (build && part === 'build')), json };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        only: { type: 'string', multiple: true, default: [] },
        build: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new StartError(
      `usage: npm run bench -- [--only ${ALL.join('|')}] [--build] [--json]\n${error instanceof Error ? error.message : ''}`,
    );
  }
}
