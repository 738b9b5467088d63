import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { readEnvironment } from './env';
import { completeSettings, signInSettings } from './settings';

test('a demo keeps a secret of its own, for the owner`s eyes only', async () => {
  const DATA_DIR = await newDirectory();
  const environment = readEnvironment({ DATA_DIR });
  const { AUTH_SECRET } = completeSettings(environment);
  expect(AUTH_SECRET).toMatch(/^[\w-]{64}$/);
  expect(completeSettings(environment).AUTH_SECRET).toBe(AUTH_SECRET);
  expect(await readdir(DATA_DIR)).toEqual(['auth-secret']);
  expect((await stat(join(DATA_DIR, 'auth-secret'))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(DATA_DIR, 'auth-secret'), 'utf8')).toBe(AUTH_SECRET);
});

test('a secret that was set is the one, and nothing is written', async () => {
  const DATA_DIR = await newDirectory();
  const AUTH_SECRET = 'a secret of at least thirty-two characters';
  expect(completeSettings(readEnvironment({ DATA_DIR, AUTH_SECRET })).AUTH_SECRET).toBe(AUTH_SECRET);
  expect(await readdir(DATA_DIR)).toEqual([]);
});

test('a provider is there once its keys are, at its usual address or another, without a slash at its end', () => {
  const of = (source: Record<string, string>) => signInSettings(readEnvironment(source)).providers;
  expect(of({})).toEqual({ github: undefined, google: undefined });
  expect(of({ GITHUB_URL: 'https://git.company.example' })).toEqual({ github: undefined, google: undefined });
  const keys = { clientId: 'foyer', clientSecret: 'x' };
  expect(of({ GITHUB_ID: 'foyer', GITHUB_SECRET: 'x' })).toEqual({
    github: { ...keys, url: 'https://github.com' },
    google: undefined,
  });
  const both = {
    GITHUB_ID: 'foyer',
    GITHUB_SECRET: 'x',
    GITHUB_URL: 'https://git.company.example/',
    GOOGLE_ID: 'foyer',
    GOOGLE_SECRET: 'x',
    GOOGLE_ISSUER: 'https://login.company.example/realm/',
  };
  expect(of(both)).toEqual({
    github: { ...keys, url: 'https://git.company.example' },
    google: { ...keys, url: 'https://login.company.example/realm' },
  });
});

test('what else the operator decides about signing in is handed on as it is', () => {
  const source = {
    AUTH_SECRET_PREVIOUS: 'the secret before this one',
    PASSWORD_MIN_ALONE: '15',
    BREACH_SERVICE_URL: 'https://api.pwnedpasswords.com',
  };
  expect(signInSettings(readEnvironment(source))).toMatchObject({
    previousSecrets: [source.AUTH_SECRET_PREVIOUS],
    passwordMinAlone: 15,
    breachServiceUrl: source.BREACH_SERVICE_URL,
  });
});

test('processes that start at once have one secret', async () => {
  const DATA_DIR = await newDirectory();
  const bundle = join(await newDirectory(), 'child.mjs');
  await writeFile(`${bundle}.ts`, childSource);
  const alias = { '@': process.cwd() };
  await build({
    entryPoints: [`${bundle}.ts`],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: bundle,
    alias,
  });
  const children = Array.from({ length: 6 }, () => fork(bundle, [DATA_DIR], { execArgv: [] }));
  const secrets = await Promise.all(children.map(async (child) => (await once(child, 'message'))[0]));
  expect(new Set(secrets)).toEqual(new Set([await readFile(join(DATA_DIR, 'auth-secret'), 'utf8')]));
  expect(await readdir(DATA_DIR)).toEqual(['auth-secret']);
});

const childSource = `
  import { completeSettings } from '@/server/settings';
  process.send(completeSettings({ DATA_DIR: process.argv[2], AUTH_SECRET: undefined }).AUTH_SECRET);
`;

async function newDirectory() {
  const directory = await mkdtemp(join(tmpdir(), 'foyer-test-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}
