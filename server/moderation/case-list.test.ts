import { expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';

const MINUTE = 60_000;

test('what is urgent comes first, of that the oldest, page by page and each once', async ({ db, given }) => {
  const mod = await given.holder('report.handle');
  const group = await given.groupWith(await given.user());
  const at = (n: number) => new Date(Date.now() - n * MINUTE);
  const wishes = Array.from({ length: 120 }, (_, n) => ({
    subjectKind: 'group' as const,
    groupId: group,
    urgency: n % 4,
    // Three of each moment, so that the id decides.
    openedAt: at(Math.floor(n / 12)),
  }));
  const ids = await Promise.all(wishes.map((wish) => given.case(null, wish)));
  const { reports } = callerFor(db, mod).moderation;
  const seen = [];
  let after: string | undefined;
  for (let pages = 0; pages < 3; pages++) {
    const page = await reports.list({ group, after });
    seen.push(...page.cases);
    after = page.next ?? undefined;
  }
  expect(after).toBeUndefined();
  expect(seen.map(({ id }) => id).sort()).toEqual(ids.toSorted());
  const sorted = seen.toSorted(
    (one, other) =>
      other.urgency - one.urgency ||
      one.openedAt.localeCompare(other.openedAt) ||
      one.id.localeCompare(other.id),
  );
  expect(seen.map(({ id }) => id)).toEqual(sorted.map(({ id }) => id));
});

test('what is resolved comes the latest first', async ({ db, given }) => {
  const mod = await given.holder('report.handle');
  const subject = await given.user();
  const resolved = (n: number) => ({
    state: 'resolved' as const,
    outcome: 'dismissed' as const,
    resolvedAt: new Date(Date.now() - n * MINUTE),
  });
  const [old, late] = [await given.case(subject, resolved(9)), await given.case(subject, resolved(1))];
  const { reports } = callerFor(db, mod).moderation;
  const page = await reports.list({ state: 'resolved', person: subject.handle });
  expect(page.cases.map(({ id }) => id)).toEqual([late, old]);
  const rest = await reports.list({ state: 'resolved', person: subject.handle, after: late });
  expect(rest.cases.map(({ id }) => id)).toEqual([old]);
});

test('each filter narrows, and all of them together', async ({ db, given }) => {
  const [mod, other] = [await given.holder('report.handle'), await given.holder('report.handle')];
  const subject = await given.user();
  const message = { subjectKind: 'message', subjectId: subject.id, kind: 'threat', urgency: 3 } as const;
  const [mine, theirs, free] = [
    await given.case(subject, { ...message, claimedBy: mod.id }),
    await given.case(subject, { subjectKind: 'photo', claimedBy: other.id }),
    await given.case(subject),
  ];
  const { reports } = callerFor(db, mod).moderation;
  const found = async (filter: Omit<Parameters<typeof reports.list>[0], 'person'>) =>
    (await reports.list({ ...filter, person: subject.handle })).cases.map(({ id }) => id).sort();
  expect(await found({})).toEqual([mine, theirs, free].sort());
  expect(await found({ claimed: 'me' })).toEqual([mine]);
  expect(await found({ claimed: 'nobody' })).toEqual([free]);
  expect(await found({ claimed: 'somebody' })).toEqual([mine, theirs].sort());
  expect(await found({ kind: 'threat' })).toEqual([mine]);
  expect(await found({ subjectKind: 'photo' })).toEqual([theirs]);
  expect(await found({ urgency: 0 })).toEqual([theirs, free].sort());
  expect(await found({ urgency: 3, claimed: 'me', kind: 'threat', subjectKind: 'message' })).toEqual([mine]);
  expect(await found({ state: 'resolved' })).toEqual([]);
  expect((await reports.list({ person: 'nobody-of-this-name' })).cases).toEqual([]);
});

test('the queue names who holds what, shows no photo that only staff see, and nothing of oneself', async ({
  db,
  given,
}) => {
  const [mod, holder] = [await given.holder('report.handle', 'profiles.viewAll'), await given.user()];
  const subject = await given.user();
  const { id: photoId } = await given.photo(subject);
  const group = await given.groupWith(subject, mod);
  const id = await given.case(subject, { claimedBy: holder.id, reportCount: 2 });
  await given.case(mod);
  const { reports } = callerFor(db, mod).moderation;
  const [line, ...more] = (await reports.list({ group })).cases;
  expect(more).toEqual([]);
  expect(line).toMatchObject({
    id,
    person: { userId: subject.id, handle: subject.handle, photoId },
    holder: { userId: holder.id, displayName: holder.displayName },
    reportCount: 2,
    hasAppeal: false,
  });
  await given.privacy(subject, { photo: 'only_me' });
  expect((await reports.list({ group })).cases[0]?.person?.photoId).toBeNull();
});
