import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connection, openDatabase } from '@/db/client';
import type { Statement } from '@/db/recorder';
import { createMailer } from '@/server/mail/deliver';
import { startSmtp } from '@/server/mail/testing/smtp';
import { crowd } from '@/server/testing/crowd';
import { createTestDatabase, type TestDatabase } from '@/server/testing/database';
import { complaintsAbout } from '@/server/testing/plan-rules';
import { startPushEndpoint } from '@/server/testing/push-endpoint';
import { demoPushSettings } from '@/server/testing/push-factories';
import { repeated } from '@/server/testing/repeated';
import type { JobName } from './catalog';
import { COSTED_JOBS, entryOf } from './testing/examples';
import { explainJob } from './testing/explained-job';

const push = demoPushSettings();
let database: TestDatabase;
/** Makes fifty of everything in one transaction, for which a request would have too little time on a busy machine. */
let connection: Connection;
let endpoint: Awaited<ReturnType<typeof startPushEndpoint>>;

beforeAll(async () => {
  [database, endpoint] = await Promise.all([createTestDatabase(), startPushEndpoint()]);
  connection = openDatabase(database.url, {
    max: 1,
    limits: { statement: 60_000, transaction: 120_000 },
    applicationName: 'foyer test',
  });
  await crowd(connection.db, 50);
}, 120_000);

afterAll(async () => {
  await connection.end();
  await Promise.all([database.drop(), endpoint.stop()]);
});

describe.each(COSTED_JOBS.map((job) => [job.call, job] as const))('%s', (_, { name, about }) => {
  test('sends as many statements for 50 rows as for 5, none twice, those it may, and each by an index', async () => {
    const { statements, again, mails = 0, pushes = 0 } = entryOf(name, about);
    const [of5, of50] = [await run(name, about, 5), await run(name, about, 50)];
    expect(shapesOf(of50.statements)).toEqual(shapesOf(of5.statements));
    // Exactly, so that what was won is not lost again, and a job that does nothing is noticed.
    expect(of50.statements).toHaveLength(statements);
    expect(repeated(of50.statements)).toHaveLength(again?.statements ?? 0);
    expect(complaintsAbout(name, of50.statements)).toEqual([]);
    expect([of5, of50]).toMatchObject([
      { mails, pushes },
      { mails, pushes },
    ]);
  }, 120_000);
});

test('a list of parameters is one thing however long it is, and another statement is another', () => {
  const shape = (text: string) => shapesOf([{ text, parameters: [], durationMs: 0, rows: 0 }])[0];
  expect(shape('delete from t where id in ($1, $2, $3) and a = $4')).toBe(
    shape('delete from t where id in ($1) and a = $2'),
  );
  expect(shape('insert into t values ($1, default), ($2, default)')).toBe(
    shape('insert into t values ($1, default)'),
  );
  expect(shape('select a from t where id = $1')).not.toBe(shape('select b from t where id = $1'));
});

/** One run of a job where there are so many of everything: what it sent, and how many mails and pushes came of it. */
async function run(name: JobName, about: string | undefined, size: number) {
  const smtp = await startSmtp();
  const from = 'Foyer <foyer@example.test>';
  const mailer = createMailer({ smtpUrl: smtp.url, from, outboxDir: '/nowhere' });
  const pushesBefore = endpoint.received.length;
  const given = { size, mailer, push, browser: endpoint.subscription };
  const statements = await explainJob(connection.db, { name, about, ...given });
  return {
    statements,
    mails: smtp.received.length,
    pushes: endpoint.received.length - pushesBefore,
  };
}

/** The texts of statements, in which a list of parameters or of rows counts for one, however long it is. */
function shapesOf(statements: Statement[]) {
  return statements.map(({ text }) =>
    text
      .replaceAll(/\$\d+/g, '$')
      .replaceAll(/\$(, \$)+/g, '$')
      .replaceAll(/(\([^()]*\))(, \1)+/g, '$1'),
  );
}
