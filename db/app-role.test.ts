import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { letUseTables } from './app-role';
import { migrate } from './migrate';
import { type PostgresServer, startPostgres } from './testing/postgres-server';

// A server of its own: the one that the tests share gives nobody the right to make roles.
let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

test('another role reads and writes the tables, but owns and changes none', async () => {
  const migrationUrl = `postgres://postgres@127.0.0.1:${server.port}/postgres`;
  await migrate(migrationUrl, { log: () => undefined });
  const owner = postgres(migrationUrl, { max: 1 });
  await owner`create role app login`;
  await owner.end();
  const app = postgres(`postgres://app@127.0.0.1:${server.port}/postgres`, { max: 1 });
  try {
    await expect(app`select count(*) from users`).rejects.toMatchObject({ code: '42501' });
    await letUseTables({ migrationUrl, appRole: 'app' });
    await letUseTables({ migrationUrl, appRole: 'app' });
    expect(await app`select count(*)::int as n from users`).toMatchObject([{ n: 0 }]);
    await app`insert into rate_limits (key, points) values ('k', 1)`;
    const id = '01900000-0000-7000-8000-000000000001';
    await app`insert into audit_entries (id, at, kind) values (${id}, now(), 'account.created')`;
    expect(await app`select audit_seal(10) as sealed`).toMatchObject([{ sealed: 1 }]);
    for (const change of [
      app`update audit_entries set kind = 'x'`,
      app`update audit_entries set ip = null`,
      app`delete from audit_entries`,
      app`truncate audit_entries`,
      app`update audit_seals set seq = 2`,
      app`delete from audit_seals`,
      app`delete from audit_undone`,
    ])
      await expect(change).rejects.toMatchObject({ code: '42501' });
    await expect(app`alter table users add column x int`).rejects.toMatchObject({ code: '42501' });
    await expect(app`drop table users`).rejects.toMatchObject({ code: '42501' });
  } finally {
    await app.end();
  }
});
