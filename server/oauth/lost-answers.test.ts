import { once } from 'node:events';
import { connect } from 'node:net';
import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { findDatabaseError } from '@/db/connection/errors';
import { appSessions } from '@/db/schema/oauth';
import { appOf, toldAs } from '@/server/testing/app-calls';
import { test as base } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';
import { untilWaiting } from '@/server/testing/waiting';

const test = base.extend('server', { scope: 'file' }, async ({ db }, { onCleanup }) => {
  const server = await serve(db);
  onCleanup(() => server.stop());
  return server;
});

const refreshBy = (refresh_token: string) => ({ grant_type: 'refresh_token', refresh_token });

async function generationOf(db: Database, { id }: { id: string }) {
  const [row] = await db
    .select({ generation: appSessions.generation })
    .from(appSessions)
    .where(eq(appSessions.id, id));
  return row?.generation;
}

test('a connection that breaks between rotation and answer loses nobody their session', async ({
  db,
  given,
  server,
}) => {
  const session = await given.appSession(await given.user());
  const form = { ...refreshBy(session.refreshToken), client_id: session.client.id };
  const body = new URLSearchParams(form).toString();
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  // Nobody reads what comes back.
  socket.pause();
  socket.write(
    `POST /api/oauth/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await expect.poll(() => generationOf(db, session), { timeout: 20_000 }).toBe(1);
  socket.resetAndDestroy();

  const app = appOf(db, session.client);
  const again = await app(refreshBy(session.refreshToken));
  expect(await generationOf(db, session)).toBe(1);
  const next = await app(refreshBy(again.refresh_token));
  expect(await toldAs(app(refreshBy(next.refresh_token)))).toBe('answered');
});

test('a database that goes away before the commit has changed nothing', async ({ db, given }) => {
  const session = await given.appSession(await given.user());
  const app = appOf(db, session.client);
  const cut = await db.transaction(async (tx) => {
    await tx.select().from(appSessions).where(eq(appSessions.id, session.id)).for('update');
    const under = app(refreshBy(session.refreshToken)).then(
      () => undefined,
      (error: unknown) => findDatabaseError(error)?.code,
    );
    await untilWaiting(db, 1);
    await tx.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`);
    return { error: await under };
  });
  expect(cut.error).toBeDefined();
  expect(await generationOf(db, session)).toBe(0);
  const answer = await app(refreshBy(session.refreshToken));
  expect(await toldAs(app(refreshBy(answer.refresh_token)))).toBe('answered');
});
