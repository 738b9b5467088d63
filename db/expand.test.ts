import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const FOLDER = new URL('migrations/', import.meta.url);
/** Before it no version had been out that could have worked on beside them. */
const FIRST = '0033';
/** What a migration says of itself that takes away what no running version uses any more: `-- contract: nothing reads it since 0.3`. */
const CONTRACT = /^-- contract: \S.*$/m;

/** What breaks the version before, which may go on while and after the migration runs. */
const BREAKS: [what: string, pattern: RegExp][] = [
  ['drops a table', /\bdrop table\b/i],
  ['drops a column', /\bdrop column\b/i],
  ['renames', /\brename\b(?! constraint)/i],
  ['changes a type', /\balter column\s+\S+\s+(set data )?type\b/i],
  ['takes null away', /\bset not null\b/i],
  ['adds a column that has to be given', /\badd column\b(?=[^;]*\bnot null\b)(?![^;]*\bdefault\b)/i],
];

const breaksOf = (text: string) =>
  CONTRACT.test(text)
    ? []
    : text
        .replaceAll(/^--.*$/gm, '')
        .split(';')
        .flatMap((statement) =>
          BREAKS.filter(([, pattern]) => pattern.test(statement)).map(([what]) => what),
        );

test('the version before works on with what a migration leaves, or the migration says why that is over', async () => {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql') && name >= FIRST);
  expect(files).not.toEqual([]);
  for (const name of files)
    expect({ name, breaks: breaksOf(await readFile(new URL(name, FOLDER), 'utf8')) }).toEqual({
      name,
      breaks: [],
    });
});

test.for([
  ['DROP TABLE "a";', ['drops a table']],
  ['ALTER TABLE "a" DROP COLUMN "b";', ['drops a column']],
  ['ALTER TABLE "a" RENAME COLUMN "b" TO "c";', ['renames']],
  ['ALTER TABLE "a" ALTER COLUMN "b" SET DATA TYPE bigint;', ['changes a type']],
  ['ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL;', ['takes null away']],
  ['ALTER TABLE "a" ADD COLUMN "b" text NOT NULL;', ['adds a column that has to be given']],
  ['ALTER TABLE "a" ADD COLUMN "b" boolean DEFAULT false NOT NULL;', []],
  ['ALTER TABLE "a" ADD COLUMN "b" text;\nCREATE INDEX "c" ON "a" ("b");', []],
  ['-- contract: nothing reads it since 0.3\nALTER TABLE "a" DROP COLUMN "b";', []],
  ['-- drop table\nDROP INDEX "a";', []],
] as const)('%s', ([text, breaks]) => {
  expect(breaksOf(text)).toEqual(breaks);
});
