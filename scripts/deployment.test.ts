import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')));
const page = read('docs/deployment.md');
const containerfile = read('Containerfile');

test('what the image copies is there and is not kept out of it', () => {
  const kept = new Set(read('.dockerignore').split('\n').filter(Boolean));
  const copies = [...containerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)];
  const sources = copies.flatMap(([, list = '']) => list.split(' '));
  expect(sources).toContain('package-lock.json');
  expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
  expect(sources.filter((source) => kept.has(source))).toEqual([]);
  // What the hash of the sources is made of (scripts/sources.mjs), and what starts them.
  const needed = ['app', 'components', 'db', 'messages', 'public', 'server', 'scripts', 'next.config.mjs'];
  expect(needed.filter((name) => kept.has(name) || !existsSync(join(root, name)))).toEqual([]);
  for (const secret of ['.git', '.data', 'node_modules']) expect(kept).toContain(secret);
});

test('what the image runs is what the scripts of package.json run', () => {
  const [, command = '[]'] = /^CMD (.+)$/m.exec(containerfile) ?? [];
  expect(z.array(z.string()).parse(JSON.parse(command)).join(' ')).toBe(scripts.start);
  const called = [...containerfile.matchAll(/npm run (\S+)/g)].map(([, name = '']) => name);
  expect(called).toEqual(['build']);
  expect(Object.keys(scripts)).toContain('build');
});

test('every command of docs/deployment.md is one of package.json', () => {
  const named = [...page.matchAll(/npm\s+(?:run\s+)?([\w:]+)/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  const run = [...page.matchAll(/node (scripts\/\w+\.mjs(?: \w+)?)/g)].map(([command]) => command);
  expect(run.filter((command) => !Object.values(scripts).includes(command))).toEqual([]);
  expect(new Set(run)).toEqual(new Set([scripts.start, scripts.worker]));
});

test('every variable that docs/deployment.md names is one of ours, or of whom it names it for', () => {
  const listed = new Set([...read('README.md').matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name));
  const others = ['NODE_ENV', 'NODE_EXTRA_CA_CERTS', 'LISTEN', 'NOTIFY', 'SIGTERM'];
  const named = [...page.matchAll(/`([A-Z][A-Z0-9_]{3,})(?:=[^`]*)?`/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(20);
  expect([...new Set(named)].filter((name) => !listed.has(name) && !others.includes(name))).toEqual([]);
});

test('every file that docs/deployment.md and docs/monitoring.md refer to is there, with the heading that is meant', () => {
  for (const name of ['deployment.md', 'monitoring.md']) {
    const links = [...read(`docs/${name}`).matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
    for (const [file = '', heading] of links.map((link) => link.split('#'))) {
      const path = file === '' ? `docs/${name}` : join('docs', file);
      expect([path, existsSync(join(root, path))]).toEqual([path, true]);
      if (heading) expect([path, headingsOf(read(path))]).toEqual([path, expect.arrayContaining([heading])]);
    }
  }
  const files = [...page.matchAll(/`((?:scripts|db|docs|server)\/[\w./-]+\.\w+)`/g)].map(
    ([, path = '']) => path,
  );
  expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

/** As they stand in an address. */
function headingsOf(text: string) {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}
