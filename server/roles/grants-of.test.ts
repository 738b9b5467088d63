import { expect } from 'vitest';
import { recordStatements } from '@/db/recorder';
import { test } from '@/server/testing/fixtures';
import { type GrantPlace, listGrantsOf } from './grants-of';

test('what somebody was given is listed line by line, with names, page by page', async ({ db, given }) => {
  const [user, person, giver, other] = [
    await given.user(),
    await given.user(),
    await given.user(),
    await given.user(),
  ];
  const group = await given.emptyGroup({ name: 'Painters' });
  const ended = new Date(Date.now() - 1000);
  await given.grant({
    principalId: user.id,
    permission: 'person.view',
    objectId: person.id,
    grantedBy: giver.id,
  });
  await given.grant({
    principalId: user.id,
    permission: 'person.view',
    objectId: other.id,
    expiresAt: ended,
  });
  await given.grant({ principalId: user.id, permission: 'group.view', objectId: group });
  await given.grant({ principalId: other.id, permission: 'group.view', objectId: group });
  const { result, statements } = await recordStatements(() => listGrantsOf(db, { principalId: user.id }));
  expect(statements).toHaveLength(1);
  expect(result.next).toBeNull();
  expect(result.lines).toMatchObject([
    { permission: 'person.view', objectId: person.id, handle: person.handle, grantedByHandle: giver.handle },
    { permission: 'person.view', objectId: other.id, expiresAt: ended, grantedByHandle: null },
    { permission: 'group.view', objectId: group, groupName: 'Painters', handle: null },
  ]);
  const walked: string[] = [];
  let after: GrantPlace | undefined;
  do {
    const page: Awaited<ReturnType<typeof listGrantsOf>> = await listGrantsOf(db, {
      principalId: user.id,
      after,
      limit: 1,
    });
    walked.push(...page.lines.map(({ objectId }) => objectId));
    after = page.next ?? undefined;
  } while (after);
  expect(walked).toEqual(result.lines.map(({ objectId }) => objectId));
});
