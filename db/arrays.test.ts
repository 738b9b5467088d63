import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

/*
 * The driver hands arrays on as the text that PostgreSQL writes, `{1,18}`, since it looks up no types: whatever includes 8 there is
 * wrong. Of a column Drizzle reads it; of a statement's own array it believes what it is told. As JSON it is one.
 */
test('no statement answers with a bare array', async () => {
  const folders = ['app', 'components', 'db', 'server'];
  const listed = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder, { recursive: true })).map((file) => `${folder}/${file}`),
    ),
  );
  const files = listed.flat().filter((file) => /\.tsx?$/.test(file) && file !== 'db/arrays.test.ts');
  const bare = await Promise.all(
    files.map(async (file) => {
      const source = await readFile(file, 'utf8');
      return [
        ...source.matchAll(/sql<[^>`]*\[\][^>`]*>`[\s(]*(array\b|array_agg\b|\$\{permissionsEverywhere)/g),
      ].map(({ 0: found }) => `${file}: ${found}`);
    }),
  );
  expect(files.length).toBeGreaterThan(500);
  expect(bare.flat()).toEqual([]);
});
