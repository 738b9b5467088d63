import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkLockFile } from './lock-file.mjs';

type Packages = Record<string, { version: string; resolved?: string }>;

const { packages }: { packages: Packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const checkWith = (changes: Packages) => checkLockFile({ packages: { ...packages, ...changes } });

test('ours is in order', () => {
  expect(checkWith({})).toEqual([]);
});

test('a version with a known hole is named, also below another package', () => {
  const changes = {
    'node_modules/x/node_modules/nodemailer': { version: '10.0.8' },
    'node_modules/next': { version: '16.3.7' },
  };
  expect(checkWith(changes)).toEqual([
    'node_modules/next is 16.3.7: at least 16.3.8 is needed',
    'node_modules/x/node_modules/nodemailer is 10.0.8: at least 10.0.9 is needed',
  ]);
  expect(checkWith({ 'node_modules/next': { version: '16.4.0-canary.1' } })).toEqual([]);
});

test('packages of @trpc that differ, and a host, are named', () => {
  expect(checkWith({ 'node_modules/@trpc/client': { version: '11.22.2' } })).toEqual([
    expect.stringContaining('of several versions'),
  ]);
  const resolved = 'https://registry.example/next.tgz';
  expect(checkWith({ 'node_modules/next': { version: '16.4.5', resolved } })).toEqual([
    `node_modules/next names a host: ${resolved}`,
  ]);
});
