import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readEnvironment } from './env';

const SECRET = 'a secret of at least thirty-two characters';
const real = {
  APP_URL: 'https://foyer.example',
  AUTH_SECRET: SECRET,
  SMTP_URL: 'smtp://mail.example',
  MAIL_FROM: 'Foyer <foyer@foyer.example>',
};

test('with nothing set it is a demo, on this machine alone', () => {
  expect(readEnvironment({})).toEqual({
    PORT: 3000,
    HOST: '127.0.0.1',
    APP_URL: 'http://localhost:3000',
    DRAIN_SECONDS: 0,
    DATA_DIR: resolve('.data'),
    DATABASE_POOL: 10,
    METRICS_HOST: '127.0.0.1',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_SDK_DISABLED: 'false',
    MAIL_FROM: 'Foyer <foyer@localhost>',
    TRUSTED_PROXIES: [],
    PUSH_SERVICES: [],
    WORKER: 'on',
    LOG_LEVEL: 'warn',
    AUTH_SECRET: undefined,
    AUTH_SECRET_PREVIOUS: [],
    PASSWORD_MIN_ALONE: 12,
    DELETION_GRACE_DAYS: 14,
    GITHUB_URL: 'https://github.com',
    GOOGLE_ISSUER: 'https://accounts.google.com',
    demo: true,
  });
  expect(readEnvironment({ PORT: '4000' }).APP_URL).toBe('http://localhost:4000');
});

test('an address makes it a real installation, reachable from outside', () => {
  expect(readEnvironment(real)).toMatchObject({ demo: false, HOST: '0.0.0.0', LOG_LEVEL: 'info', ...real });
  expect(readEnvironment({ ...real, HOST: '10.0.0.1' }).HOST).toBe('10.0.0.1');
  expect(readEnvironment(real).DRAIN_SECONDS).toBe(5);
  expect(readEnvironment({ ...real, DRAIN_SECONDS: '0' }).DRAIN_SECONDS).toBe(0);
  expect(readEnvironment({ ...real, APP_URL: 'https://foyer.example:8443/' }).APP_URL).toBe(
    'https://foyer.example:8443',
  );
});

test('an address alone is not enough: one list says all that is missing', () => {
  expect(complaints({ APP_URL: 'https://foyer.example' })).toEqual([
    'AUTH_SECRET: is needed when APP_URL is set',
    'SMTP_URL: is needed when APP_URL is set',
    'MAIL_FROM: is needed when APP_URL is set',
  ]);
});

test('everything wrong at once is one list, and no value of it is repeated', () => {
  const wrong = {
    PORT: 'wrong-port',
    APP_URL: 'wrong-address',
    DRAIN_SECONDS: '61',
    DATABASE_URL: 'mysql://wrong-database',
    DATABASE_MIGRATION_URL: 'wrong-migration',
    DATABASE_REPLICA_URL: 'wrong-replica',
    DATABASE_PORT: '70000',
    DATABASE_POOL: '1',
    METRICS_PORT: '0',
    AUTH_SECRET: 'wrong-secret',
    PASSWORD_MIN_ALONE: '11',
    BREACH_SERVICE_URL: 'wrong-service',
    GITHUB_URL: 'wrong-provider',
    GOOGLE_ISSUER: 'ftp://wrong-issuer',
    SMTP_URL: 'http://wrong-mail',
    MAIL_FROM: 'wrong-sender',
    SECURITY_CONTACT: 'security@foyer.example',
    TRUSTED_PROXIES: '10.0.0.0/8, wrong-proxy',
    UPLOADTHING_TOKEN: 'wrong-token',
    WORKER: 'maybe',
    LOG_LEVEL: 'loud',
  };
  const lines = complaints(wrong);
  expect(lines.map((line) => line.split(':')[0]).sort()).toEqual(Object.keys(wrong).sort());
  expect(lines.join()).not.toMatch(/wrong-/);
  for (const line of lines) expect(line).toMatch(/: must be /);
  // What is wrong does not hide what is missing.
  expect(complaints({ APP_URL: 'https://foyer.example', PORT: 'x' })).toHaveLength(4);
});

test('a replica is one of another database, at another address', () => {
  const DATABASE_URL = 'postgres://foyer@10.0.0.1/foyer';
  const DATABASE_REPLICA_URL = 'postgres://foyer@10.0.0.2/foyer';
  expect(readEnvironment({ DATABASE_URL, DATABASE_REPLICA_URL })).toMatchObject({ DATABASE_REPLICA_URL });
  expect(complaints({ DATABASE_REPLICA_URL })).toEqual([
    'DATABASE_URL: is needed when DATABASE_REPLICA_URL is set',
  ]);
  expect(complaints({ DATABASE_URL, DATABASE_REPLICA_URL: DATABASE_URL })).toEqual([
    'DATABASE_REPLICA_URL: must be another address than DATABASE_URL',
  ]);
});

test('an empty value is one that was not set', () => {
  const empty = Object.fromEntries(Object.keys(real).map((name) => [name, '']));
  expect(
    readEnvironment({ ...empty, PORT: '', DATABASE_URL: '', TRUSTED_PROXIES: '', LOG_LEVEL: '' }),
  ).toEqual(readEnvironment({}));
  expect(complaints({ ...real, AUTH_SECRET: '' })).toEqual(['AUTH_SECRET: is needed when APP_URL is set']);
});

test.each([
  ['10.0.0.1', ['10.0.0.1']],
  [' 10.0.0.0/8 , 2001:db8::/32 ,', ['10.0.0.0/8', '2001:db8::/32']],
])('proxies are trusted by address or network: %j', (TRUSTED_PROXIES, entries) => {
  expect(readEnvironment({ TRUSTED_PROXIES }).TRUSTED_PROXIES).toEqual(entries);
});

test.each(['10', '10.0.0.0/33', 'proxy.internal', '*', '10.0.0.1;10.0.0.2'])('%j is no proxy', (entry) => {
  expect(complaints({ TRUSTED_PROXIES: entry })).toEqual([
    expect.stringMatching(/^TRUSTED_PROXIES: must be/),
  ]);
});

test.each(['ftp://foyer.example', 'foyer.example', 'javascript:alert(1)', '//foyer.example'])(
  '%j is no address to be reached at',
  (APP_URL) => {
    expect(complaints({ ...real, APP_URL })).toEqual([expect.stringMatching(/^APP_URL: must be an address/)]);
  },
);

test('earlier secrets are a list, the latest first', () => {
  const read = (AUTH_SECRET_PREVIOUS: string) =>
    readEnvironment({ AUTH_SECRET_PREVIOUS }).AUTH_SECRET_PREVIOUS;
  expect(read(SECRET)).toEqual([SECRET]);
  expect(read(` ${SECRET} , the one before it,`)).toEqual([SECRET, 'the one before it']);
});

test.each([
  'a secret with a comma, which would be two of them',
  ' a secret that would lose the space before it',
  'a secret that would lose the line break after it\n',
])('a secret that could not be named as an earlier one is refused: %j', (AUTH_SECRET) => {
  expect(complaints({ ...real, AUTH_SECRET })).toEqual([
    'AUTH_SECRET: must be without commas, and without spaces around it: openssl rand -base64 48',
  ]);
});

test('every secret that is let through can be named as an earlier one', () => {
  const secrets = [
    SECRET,
    'Ml+/3zq7Yc0aG5vEo2q9rT6yBx1dWkPu4nHsJfLm8Cw=',
    'eighteen words; no comma: "quoted" \\ and so on',
  ];
  for (const AUTH_SECRET of secrets) expect(readEnvironment({ AUTH_SECRET }).AUTH_SECRET).toBe(AUTH_SECRET);
  expect(readEnvironment({ AUTH_SECRET_PREVIOUS: secrets.join(',') }).AUTH_SECRET_PREVIOUS).toEqual(secrets);
});

test.each(['12', '15', '64'])('a password that is alone can be asked to have %s characters', (length) => {
  expect(readEnvironment({ PASSWORD_MIN_ALONE: length }).PASSWORD_MIN_ALONE).toBe(Number(length));
});

test.each(['GITHUB', 'GOOGLE'])('%s takes both of its keys or none', (name) => {
  const [id, secret] = [`${name}_ID`, `${name}_SECRET`];
  expect(complaints({ [id]: 'foyer' })).toEqual([`${secret}: is needed when ${id} is set`]);
  expect(complaints({ [secret]: 'x' })).toEqual([`${id}: is needed when ${secret} is set`]);
  expect(readEnvironment({ [id]: 'foyer', [secret]: 'x' })).toMatchObject({ [id]: 'foyer', [secret]: 'x' });
});

test('a sender cannot carry a second line', () => {
  const MAIL_FROM = 'foyer@foyer.example\r\nBcc: eve@example.org';
  expect(complaints({ ...real, MAIL_FROM })).toEqual(['MAIL_FROM: must be an e-mail address']);
});

/** The lines of what is wrong. */
function complaints(source: Record<string, string>) {
  try {
    readEnvironment(source);
  } catch (error) {
    const [head, ...lines] = error instanceof Error ? error.message.split('\n  ') : [];
    expect(head).toBe('The environment is not right:');
    expect(error).toMatchObject({ name: 'StartError' });
    return lines;
  }
  throw new Error('nothing was wrong');
}

test('metrics are told at a port of their own, on this machine unless an address is given', () => {
  expect(readEnvironment({ METRICS_PORT: '9464' })).toMatchObject({
    METRICS_PORT: 9464,
    METRICS_HOST: '127.0.0.1',
  });
  expect(readEnvironment({ ...real, METRICS_HOST: '10.0.0.1' }).METRICS_HOST).toBe('10.0.0.1');
  const same = ['METRICS_PORT: must be another port than PORT'];
  expect(complaints({ METRICS_PORT: '3000' })).toEqual(same);
  expect(complaints({ PORT: '4000', METRICS_PORT: '4000' })).toEqual(same);
  expect(complaints({ METRICS_HOST: '0.0.0.0' })).toEqual([
    'METRICS_HOST: a demo listens on this machine only; set APP_URL for a real installation',
  ]);
});

test('a demo listens on this machine only', () => {
  expect(() => readEnvironment({ HOST: '0.0.0.0' })).toThrow(/HOST/);
  expect(readEnvironment({ HOST: '127.0.0.1' }).demo).toBe(true);
});
