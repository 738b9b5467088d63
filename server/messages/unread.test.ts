import { inArray } from 'drizzle-orm';
import { expect } from 'vitest';
import { recordStatements } from '@/db/recorder';
import { contactRequests, privacySettings } from '@/db/schema/privacy';
import type { Given } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { countUnread } from './queries';

/** A node of a plan, as PostgreSQL tells it. */
interface Node {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: Node[];
}

function nodesOf(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** Somebody whom so many people ask to be a contact. */
async function asked(given: Given, size: number) {
  return {
    noah: await given.user(),
    people: await given.people(size, (n) => ({ displayName: `Asks ${n}` })),
  };
}

test('who asks and shows themselves is counted among those who hide, up to 100', async ({ db, given }) => {
  const { noah, people } = await asked(given, 300);
  const rows = people.map(({ id }) => ({ fromId: id, toId: noah.id, askedAt: new Date() }));
  await db.insert(contactRequests).values(rows);
  const count = async () => (await countUnread(db, { userId: noah.id, now: new Date() })).contactRequests;
  expect(await count()).toBe(100);
  const hidden = people.slice(0, 260).map(({ id }) => id);
  await db.update(privacySettings).set({ profile: 'only_me' }).where(inArray(privacySettings.userId, hidden));
  expect(await count()).toBe(40);
});

test('however many ask and hide, 500 of them are looked at, by one statement', async ({
  database: {
    connection: { db, sql },
  },
  given,
}) => {
  const { noah, people } = await asked(given, 800);
  const ids = people.map(({ id }) => id);
  await db.update(privacySettings).set({ profile: 'only_me' }).where(inArray(privacySettings.userId, ids));
  await db
    .insert(contactRequests)
    .values(ids.map((fromId) => ({ fromId, toId: noah.id, askedAt: new Date() })));
  const { result, statements } = await recordStatements(() =>
    countUnread(db, { userId: noah.id, now: new Date() }),
  );
  expect(result).toEqual({ messages: 0, requests: 0, contactRequests: 0, notifications: 0 });
  const [statement] = statements;
  if (!statement || statements.length !== 1) throw new Error('it is one statement');
  const [told] = await sql.unsafe<[{ 'QUERY PLAN': [{ Plan: Node }] }]>(
    `explain (analyze, format json) ${statement.text}`,
    statement.parameters.map((value) => value as string),
  );
  const looked = nodesOf(told['QUERY PLAN'][0].Plan).filter(
    (node) => node['Relation Name'] === 'contact_requests',
  );
  expect(looked.map((node) => node['Actual Rows'] * node['Actual Loops'])).toEqual([500]);
});
