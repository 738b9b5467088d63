import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import { auditEntries } from '@/db/schema/audit';
import { callerFor } from '@/server/testing/callers';
import { test as base } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { csvCell, writeAudit } from './export';
import type { AuditFilter } from './inputs';
import { streamAudit } from './queries';

const test = base.extend('list', { scope: 'file' }, async ({ db, given }) => {
  const reader = callerFor(db, await given.holder('audit.view'));
  return (filter: AuditFilter, after?: string) => reader.audit.list({ filter, after });
});

describe('entries are found by', () => {
  test('who acted, who it was about, what it was, its request, its address, its time, and all of them', async ({
    given,
    list,
  }) => {
    const [actor, subject] = [await given.user(), await given.user()];
    const facts = { actorId: actor.id, subjectId: subject.id, requestId: uuid(), ip: '198.51.100.7' };
    const id = await given.auditEntry({ ...facts, kind: 'role.granted', after: { role: 'moderator' } });
    const found = {
      id,
      actorHandle: actor.handle,
      actorName: actor.displayName,
      subjectHandle: subject.handle,
      after: { role: 'moderator' },
    };
    const day = 86_400_000;
    const around = {
      from: new Date(Date.now() - day).toISOString(),
      until: new Date(Date.now() + day).toISOString(),
    };
    const filters: AuditFilter[] = [
      { actor: actor.handle },
      { subject: subject.handle, group: 'permissions' },
      { requestId: facts.requestId },
      { ip: facts.ip, kind: 'role.granted' },
      {
        actor: actor.handle,
        subject: subject.handle,
        kind: 'role.granted',
        requestId: facts.requestId,
        ip: facts.ip,
        ...around,
      },
    ];
    for (const filter of filters)
      expect((await list(filter)).entries, JSON.stringify(filter)).toEqual([expect.objectContaining(found)]);
    // Each two of them as well.
    const parts: AuditFilter[] = [
      { actor: actor.handle },
      { subject: subject.handle },
      { group: 'permissions' },
      { kind: 'role.granted' },
      { requestId: facts.requestId },
      { ip: facts.ip },
      around,
    ];
    const ofOne = [{ actor: actor.handle }, { subject: subject.handle }, { requestId: facts.requestId }];
    for (const one of ofOne)
      for (const part of parts)
        expect((await list({ ...one, ...part })).entries, JSON.stringify([one, part])).toEqual([
          expect.objectContaining(found),
        ]);
    const misses: AuditFilter[] = [
      { actor: subject.handle, subject: actor.handle },
      { actor: actor.handle, kind: 'role.revoked' },
      { actor: actor.handle, group: 'groups' },
      { actor: actor.handle, ip: '198.51.100.8' },
      { actor: actor.handle, until: around.from },
      { actor: actor.handle, from: around.until },
      { actor: actor.handle, bySystem: true },
      { actor: 'nobody-here' },
    ];
    for (const filter of misses) expect((await list(filter)).entries, JSON.stringify(filter)).toEqual([]);
  });

  test('the role, case or group that they tell of, and what they are about that is no person', async ({
    given,
    list,
  }) => {
    const person = await given.user();
    const [roleId, caseId] = [uuid(), uuid()];
    const groupId = await given.emptyGroup({ name: 'Night owls' });
    const granted = await given.auditEntry({
      kind: 'role.granted',
      subjectId: person.id,
      after: { role: 'Night shift', roleId },
    });
    const removed = await given.auditEntry({ kind: 'role.removed', before: { role: 'Night shift', roleId } });
    const claimed = await given.auditEntry({
      kind: 'case.claimed',
      subjectId: groupId,
      after: { case: caseId },
    });
    const given1 = await given.auditEntry({
      kind: 'grant.added',
      before: { principalId: roleId, lines: [] },
      after: { principalId: roleId, lines: [] },
    });
    const about = async (id: string) => (await list({ about: id })).entries.map((entry) => entry.id);
    expect(await about(roleId)).toEqual([given1, removed, granted]);
    expect(await about(caseId)).toEqual([claimed]);
    expect(await about(groupId)).toEqual([claimed]);
    expect(await about(person.id)).toEqual([granted]);
    expect(await about(uuid())).toEqual([]);
    const [entry] = (await list({ about: caseId })).entries;
    expect(entry).toMatchObject({ groupName: 'Night owls', objectId: caseId, subjectHandle: null });
  });

  test('by the system: neither by anybody nor by who was taken out', async ({ db, given, list }) => {
    const ip = '198.51.100.77';
    const at = new Date(new Date().setUTCMonth(new Date().getUTCMonth() - 13));
    const own = await given.auditEntry({ ip });
    await given.auditEntry({ ip, actorId: uuid() });
    const id = await given.auditEntry({ at, actorId: uuid(), kind: 'photo.described' });
    const nothing = { actorId: null, before: null, after: null, requestId: null, ip: null };
    await db
      .update(auditEntries)
      .set({ ...nothing, redactedAt: new Date() })
      .where(eq(auditEntries.id, id));
    const found = async (filter: AuditFilter) => (await list(filter)).entries.map((entry) => entry.id);
    expect(await found({ ip, bySystem: true })).toEqual([own]);
    expect(await found({ kind: 'photo.described' })).toEqual([id]);
    expect(await found({ kind: 'photo.described', bySystem: true })).toEqual([]);
  });

  test('page after page, the newest first, each once', async ({ given, list }) => {
    const { id: subjectId, handle: subject } = await given.user();
    const made: string[] = [];
    for (let n = 0; n < 105; n++) made.push(await given.auditEntry({ subjectId, kind: 'photo.added' }));
    const read: string[] = [];
    let after: string | undefined;
    const sizes: number[] = [];
    do {
      const { entries, next } = await list({ subject, kind: 'photo.added' }, after);
      sizes.push(entries.length);
      read.push(...entries.map(({ id }) => id));
      after = next ?? undefined;
    } while (after);
    expect(sizes).toEqual([50, 50, 5]);
    expect(read).toEqual(made.toReversed());
  });
});

test('an entry opens with what happened in the same request, and to the same subject around it', async ({
  db,
  given,
}) => {
  const reader = callerFor(db, await given.holder('audit.view'));
  const { id: subjectId } = await given.user();
  const requestId = uuid();
  const earlier = await given.auditEntry({ subjectId });
  const id = await given.auditEntry({ subjectId, requestId });
  const beside = await given.auditEntry({ requestId });
  const later = await given.auditEntry({ subjectId });
  const context = await reader.audit.context({ id });
  const ids = (entries: { id: string }[]) => entries.map((entry) => entry.id);
  expect(context.entry.id).toBe(id);
  expect(ids(context.sameRequest)).toEqual([beside]);
  expect(ids(context.aboutSubject)).toEqual(expect.arrayContaining([later, earlier]));
  expect(ids(context.aboutSubject).indexOf(later)).toBeLessThan(ids(context.aboutSubject).indexOf(earlier));
  expect(await refusal(reader.audit.context({ id: uuid() }))).toEqual({ reason: 'NOT_FOUND' });
});

test('what is about nobody opens with what happened to the same role', async ({ db, given }) => {
  const reader = callerFor(db, await given.holder('audit.view'));
  const roleId = uuid();
  const made = await given.auditEntry({ kind: 'role.created', after: { role: 'Night shift', roleId } });
  const granted = await given.auditEntry({ kind: 'role.granted', subjectId: uuid(), after: { roleId } });
  const { aboutSubject } = await reader.audit.context({ id: made });
  expect(aboutSubject.map(({ id }) => id)).toEqual([granted]);
});

test('what is about somebody as its subject and as its object comes in one order, each entry once', async ({
  db,
  given,
}) => {
  const [{ id: about }, { id: other }] = [await given.user(), await given.user()];
  const made: string[] = [];
  for (const entry of [
    { subjectId: about },
    { subjectId: other, after: { case: about } },
    { subjectId: about, after: { case: about } },
    { subjectId: about },
    { subjectId: other, before: { roleId: about } },
  ])
    made.push(await given.auditEntry({ kind: 'photo.added', ...entry }));
  await given.auditEntry({ subjectId: other, kind: 'photo.added' });
  await given.auditEntry({ subjectId: about, kind: 'photo.removed' });
  for (const batch of [1, 2, 5, 50]) {
    const found: string[] = [];
    for await (const rows of streamAudit((read) => read(db), {
      filter: { about, kind: 'photo.added' },
      readerId: other,
      batch,
    }))
      found.push(...rows.map(({ id }) => id));
    expect(found).toEqual(made.toReversed());
  }
});

test('who is reported does not read by whom, whatever else they may read', async ({ db, given }) => {
  const [reader, colleague] = [await given.holder('audit.view'), await given.holder('audit.view')];
  const [reporter, other] = [await given.user(), await given.user()];
  const own = await given.group({ owners: [reader], members: [other] });
  const requestId = uuid();
  const filed = { kind: 'report.filed' as const, actorId: reporter.id, requestId };
  const ofThem = await given.auditEntry({ ...filed, subjectId: reader.id });
  const ofGroup = await given.auditEntry({ ...filed, subjectId: own });
  const ofOther = await given.auditEntry({ ...filed, subjectId: other.id });
  const seenBy = async (one: typeof reader) => {
    const api = callerFor(db, one).audit;
    const filter = { actor: reporter.handle };
    const { entries } = await api.list({ filter });
    const { sameRequest } = await api.context({ id: ofOther });
    const lines: string[] = [];
    for await (const line of writeAudit((read) => read(db), { filter, format: 'jsonl', readerId: one.id }))
      lines.push(line);
    const text = lines.join('');
    return [ofThem, ofGroup, ofOther].map((id) => ({
      listed: entries.some((entry) => entry.id === id),
      beside: sameRequest.some((entry) => entry.id === id),
      exported: text.includes(id),
    }));
  };
  const [all, none] = [
    { listed: true, beside: true, exported: true },
    { listed: false, beside: false, exported: false },
  ];
  const itself = { ...all, beside: false };
  expect(await seenBy(reader)).toEqual([none, none, itself]);
  expect(await seenBy(colleague)).toEqual([all, all, itself]);
  for (const id of [ofThem, ofGroup])
    expect(await refusal(callerFor(db, reader).audit.context({ id }))).toEqual({ reason: 'NOT_FOUND' });
});

test('nor whoever has stepped down from the group since the case about it began', async ({ db, given }) => {
  const [before, since, reporter, other] = [
    await given.holder('audit.view'),
    await given.holder('audit.view'),
    await given.user(),
    await given.user(),
  ];
  const groupId = await given.group({ owners: [before, since, other] });
  const stepDown = (person: typeof before) =>
    callerFor(db, person).groups.setStanding({ groupId, personId: person.id, standing: 'member' });
  await stepDown(before);
  const filed = { kind: 'report.filed' as const, actorId: reporter.id, subjectId: groupId };
  const after = { case: await given.groupCase(groupId), subject: 'group', kind: 'spam' };
  const first = await given.auditEntry({ ...filed, after });
  await stepDown(since);
  // Who reports it after that is not told to them either.
  const second = await given.auditEntry({ ...filed, after });
  const seenBy = async (one: typeof before) =>
    (await callerFor(db, one).audit.list({ filter: { actor: reporter.handle } })).entries.map(({ id }) => id);
  expect(await seenBy(since)).toEqual([]);
  expect(await seenBy(before)).toEqual([second, first]);
});

test('all entries come in batches, each once', async ({ db, given }) => {
  const { id: subjectId, handle: subject } = await given.user();
  const made: string[] = [];
  for (let n = 0; n < 7; n++) made.push(await given.auditEntry({ subjectId, kind: 'photo.added' }));
  const batches: string[][] = [];
  const filter = { subject, kind: 'photo.added' as const };
  for await (const rows of streamAudit((read) => read(db), { filter, readerId: subjectId, batch: 3 }))
    batches.push(rows.map(({ id }) => id));
  expect(batches.map(({ length }) => length)).toEqual([3, 3, 1]);
  expect(batches.flat()).toEqual(made.toReversed());
});

test.each([
  ['plain', 'plain'],
  ['with, comma', '"with, comma"'],
  ['a "word"', '"a ""word"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-2', "'-2"],
  ['＝1+1', "'＝1+1"],
  ['\t1', "'\t1"],
  ['Ann;=1+1', "Ann;'=1+1"],
  ['two\n@lines', '"two\n\'@lines"'],
  [null, ''],
  [{ a: 1 }, '"{""a"":1}"'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
])('%j is written as a cell %s', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});
