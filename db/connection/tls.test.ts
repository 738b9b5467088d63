import { describe, expect } from 'vitest';
import { errorOf, outcomeOf, test } from '@/db/testing/connection-test';

const patient = { timeout: 15_000 };
const isSecure = 'select ssl from pg_stat_ssl where pid = pg_backend_pid()';

test('sslmode=require is secured, whoever signed the certificate', async ({ open }) => {
  expect([...(await open({ ssl: 'require' }).unsafe(isSecure))]).toEqual([{ ssl: true }]);
});

test('a certificate authority of one`s own is checked, with the name', async ({ open, certificate }) => {
  const ssl = { ca: certificate.cert, servername: 'localhost' };
  expect([...(await open({ ssl }).unsafe(isSecure))]).toEqual([{ ssl: true }]);
  const elsewhere = open({ ssl: { ca: certificate.cert } }, { acquire: 700 });
  const refused = { code: 'DB_DOWN', cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' } };
  await expect.poll(() => errorOf(elsewhere`select 1`), patient).toMatchObject(refused);
});

test('verify-full refuses a certificate that nobody vouches for, before anything is sent', async ({
  open,
}) => {
  const sql = open({ ssl: 'verify-full' }, { acquire: 700 });
  const refused = { code: 'DB_DOWN', unsent: true, cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } };
  await expect.poll(() => errorOf(sql`select 1`), patient).toMatchObject(refused);
});

describe.each(['rst', 'fin'] as const)('a secured connection lost by %s', (how) => {
  test('fails its transaction at once, and the next query works', async ({ open, proxy, sleeping }) => {
    const sql = open({ max: 2, ssl: 'require' });
    const work = outcomeOf(sql.begin((tx) => tx`select pg_sleep(15)`));
    await sleeping(1);
    proxy.lose(how);
    expect(await work).toBe('DB_LOST');
    expect(await outcomeOf(sql`select 1`)).toBe('ok');
  });
});

test('cancel works on a secured connection', async ({ open, sleeping }) => {
  const sql = open({ max: 1, ssl: 'require' });
  const query = sql`select pg_sleep(15)`;
  const outcome = outcomeOf(query);
  await sleeping(1);
  query.cancel();
  expect(await outcome).toBe('57014');
});

test('a unix socket works as well', async ({ open, server }) => {
  const sql = open({ host: server.directory, port: server.port });
  const [row] = await sql`select inet_client_addr() as address`;
  expect(row).toEqual({ address: null });
});
