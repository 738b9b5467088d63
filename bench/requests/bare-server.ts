import { createServer, type IncomingMessage } from 'node:http';
import postgres from 'postgres';
import { z } from 'zod';
import { answerQuestions } from '@/bench/child';
import { tokenOf } from '@/bench/people';
import { openDatabase } from '@/db/client';
import { recordStatements, type Statement } from '@/db/recorder';
import { findSession } from '@/server/auth/sessions';
import { hashToken } from '@/server/auth/tokens';
import { cookieNames } from '@/server/http/cookies';
import { getOwnProfile } from '@/server/profile/queries';
import { bareChecks } from './bare-checks';

const Question = z.object({
  databaseUrl: z.string(),
  bearer: z.string().optional(),
  appUrl: z.string().optional(),
});

/**
 * The limit: what the machine does at best for "who is this, and what is their profile". node:http and postgres.js
 * with prepared statements, and nothing else. Two ways:
 * - `/joined`: the answer in one statement, written for just that;
 * - `/ours`: the two statements that the app sends, which also find out what the person may do.
 * Where it is given a bearer token, also who somebody is, and nothing else: `/session` and `/bearer` (`bareChecks`).
 */
answerQuestions(async (question) => {
  const { databaseUrl, ...apps } = Question.parse(question);
  const sql = postgres(databaseUrl, { max: 10, fetch_types: false });
  const reads = new Map<string, Read>([
    ['/joined', joined(sql)],
    ['/ours', await ours(sql, databaseUrl)],
    ...(apps.bearer === undefined
      ? []
      : Object.entries(
          await bareChecks(sql, { databaseUrl, bearer: apps.bearer, appUrl: apps.appUrl ?? '' }),
        )),
  ]);
  const server = createServer((request, response) => {
    const read = reads.get(request.url ?? '') ?? nothing;
    void read(tokenOfRequest(request), request).then((data) => {
      const body = JSON.stringify({ result: { data } });
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      response.writeHead(data ? 200 : 401, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server.address();
});

type Read = (token: string, request: IncomingMessage) => Promise<unknown>;

const nothing: Read = async () => undefined;

const sessionCookie = new RegExp(
  `(?:^|; )${cookieNames({ secure: false }).session.replace('.', '\\.')}=([^;]*)`,
);

function tokenOfRequest({ headers }: IncomingMessage): string {
  return sessionCookie.exec(headers.cookie ?? '')?.[1] ?? '';
}

function joined(sql: postgres.Sql): Read {
  return async (token) => {
    const now = new Date().toISOString();
    const [person] = await sql`
      select users.id, users.email, users.locale, users.time_zone as "timeZone", profiles.handle,
        profiles.display_name as "displayName", profiles.bio, profiles.pronouns, profiles.location, profiles.website
      from sessions
      join users on users.id = sessions.user_id
      join profiles on profiles.user_id = users.id
      where sessions.token_hash = ${hashToken(token)} and sessions.expires_at > ${now}::timestamptz
        and sessions.last_seen_at + make_interval(secs => sessions.idle_seconds) > ${now}::timestamptz`;
    return person;
  };
}

/** The app's own statements as they were recorded, with nothing of the app around them. */
async function ours(sql: postgres.Sql, databaseUrl: string): Promise<Read> {
  const { db, end } = openDatabase(databaseUrl, { max: 1 });
  const sample = { token: tokenOf(0), now: new Date() };
  const { result: userId, statements } = await recordStatements(async () => {
    const session = await findSession(db, sample);
    if (!session) throw new Error('person 0 is not signed in');
    await getOwnProfile(db, session);
    return session.userId;
  });
  await end();
  const [session, profile] = statements;
  if (!session || !profile || statements.length > 2)
    throw new Error('the app no longer sends two statements');

  const run = ({ text, parameters }: Statement, values: Record<string, string>) => {
    const given = parameters.map((parameter) => values[String(parameter)] ?? String(parameter));
    return sql.unsafe(text, given, { prepare: true });
  };
  return async (token) => {
    const found = {
      [hashToken(sample.token)]: hashToken(token),
      [sample.now.toISOString()]: new Date().toISOString(),
    };
    const [row] = await run(session, found);
    if (!row) return undefined;
    const [person] = await run(profile, { [userId]: String(row.user_id) });
    return person;
  };
}
