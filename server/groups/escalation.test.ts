import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { DomainError } from '@/server/errors';
import { PERMISSION_NAMES, PERMISSIONS, type Permission, permissionEntry } from '@/server/roles/permissions';
import type { Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { STANDINGS, type Standing } from './catalog';
import { acceptInvitation, invite } from './invitations';
import { setStanding } from './places';
import { admit, joinGroup } from './requests';

const PEOPLE = 4;
/** Each act has to be done more often than this, within so many rounds of a hundred draws. */
const [ENOUGH, ROUNDS] = [5, 5];
const now = new Date();
/** What is given: to the group, to people, on each other and on the group; a few, so that what is drawn often meets. */
const ON_PERSON = ['person.note', 'person.warn'] as const;
const ON_GROUP = [
  'group.view',
  'group.update',
  'group.manageMembers',
  'group.remove',
  'group.moderate',
] as const;
const MODERATING = PERMISSION_NAMES.filter(
  (name) => permissionEntry(name).byModeratingGroup && permissionEntry(name).objectType === 'person',
);

const person = fc.nat({ max: PEOPLE - 1 });
const standing = fc.constantFrom(...STANDINGS);
/** Somebody, or the group. */
const principal = fc.nat({ max: PEOPLE });
const worlds = fc.record({
  places: fc.array(fc.record({ person, standing }), { maxLength: 4 }),
  open: fc.array(fc.record({ person, standing, by: fc.option(person, { freq: 2 }) }), { maxLength: 4 }),
  grants: fc.array(
    fc.oneof(
      fc.record({ principal, permission: fc.constantFrom<Permission>(...ON_PERSON), object: person }),
      fc.record({
        principal,
        permission: fc.constantFrom<Permission>(...ON_GROUP),
        object: fc.constant(PEOPLE),
      }),
    ),
    { maxLength: 6 },
  ),
  own: fc.array(
    fc.record({ person, permission: fc.constantFrom<Permission>(...ON_PERSON, 'group.update') }),
    {
      maxLength: 3,
    },
  ),
  joining: fc.constantFrom('open', 'request', 'invitation'),
});
type World = typeof worlds extends fc.Arbitrary<infer W> ? W : never;

const ACTS = ['invite', 'accept', 'join', 'admit', 'standing'] as const;
// An invitation and a change of standing are refused to most of those who are drawn, so they are tried more often.
const TRIED = [...ACTS, 'invite', 'standing', 'standing', 'standing'] as const;
const acts = fc.array(fc.record({ what: fc.constantFrom(...TRIED), actor: person, person, standing }), {
  minLength: 3,
  maxLength: 8,
});
type Act = (typeof acts extends fc.Arbitrary<infer Many> ? Many : never) extends (infer One)[] ? One : never;

test('whoever comes into a group, or further in it, may nothing that who let them in may not', {
  timeout: 240_000,
}, async ({ db, given }) => {
  const people: Person[] = [];
  while (people.length < PEOPLE) people.push(await given.longHere(await given.user()));
  const groupId = await given.emptyGroup();
  const ids = [...people.map(({ id }) => id), groupId];
  const done = new Map<string, number>();
  const isEnough = () => ACTS.every((what) => (done.get(what) ?? 0) > ENOUGH);
  // What is drawn is by chance, and so is what of it is not refused: where an act was done too seldom, more is drawn.
  for (let round = 0; round < ROUNDS && !isEnough(); round++)
    await fc.assert(
      fc.asyncProperty(worlds, acts, async (world, all) => {
        await fill(db, ids, world);
        for (const act of all) {
          const before = await rightsOf(db, ids);
          const [actor, other] = [at(people, act.actor), at(people, act.person)];
          const comes = act.what === 'accept' || act.what === 'join';
          const giver = comes ? await giverTo(db, groupId, actor.id) : actor.id;
          if (!(await attempt(db, groupId, act, { actor, other }))) continue;
          done.set(act.what, (done.get(act.what) ?? 0) + 1);
          const joiner = comes ? actor.id : other.id;
          const after = await rightsOf(db, ids);
          const beyond = [...after].filter((right) => {
            const [holder, what] = right.split('|');
            if (before.has(right) || before.has(`${giver}|${what}`)) return false;
            // Whoever comes in by their own will becomes the business of its moderators; to be one of them is looked at by itself.
            const moderates = after.has(`${holder}|group.moderate ${groupId}`);
            return !(act.what !== 'standing' && moderates && right.endsWith(` ${joiner}`));
          });
          expect(beyond, JSON.stringify(act)).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  // Or everything was refused, and nothing was shown.
  for (const what of ACTS) expect([what, (done.get(what) ?? 0) > ENOUGH]).toEqual([what, true]);
});

/** Everything as it was drawn, and nothing of the draw before. */
async function fill(db: Database, ids: string[], world: World) {
  const groupId = at(ids, PEOPLE);
  const all = sql`any(${sql.param(ids)}::uuid[])`;
  await db.execute(sql`delete from rate_limits`);
  await db.execute(sql`delete from memberships where principal_id = ${groupId}`);
  await db.execute(sql`delete from group_invitations where group_id = ${groupId}`);
  await db.execute(sql`delete from object_grants where principal_id = ${all}`);
  await db.execute(sql`delete from principal_permissions where principal_id = ${all}`);
  await db.execute(sql`update groups set joining = ${world.joining} where id = ${groupId}`);
  for (const place of world.places)
    await db.execute(sql`insert into memberships (user_id, principal_id, standing)
      values (${at(ids, place.person)}, ${groupId}, ${place.standing}) on conflict do nothing`);
  for (const { person: who, by, standing: as } of world.open)
    await db.execute(sql`insert into group_invitations (group_id, user_id, invited_by, standing, at, expires_at)
      values (${groupId}, ${at(ids, who)}, ${by === null ? null : at(ids, by)}, ${by === null ? 'member' : as}, now(), now() + interval '1 day')
      on conflict do nothing`);
  for (const { person: who, permission } of world.own)
    await db.execute(sql`insert into principal_permissions (principal_id, permission_id)
      values (${at(ids, who)}, ${PERMISSIONS[permission].id}) on conflict do nothing`);
  for (const { principal: to, permission, object } of world.grants)
    await db.execute(sql`insert into object_grants (principal_id, permission_id, object_id, object_type, granted_at)
      values (${at(ids, to)}, ${PERMISSIONS[permission].id}, ${at(ids, object)}, ${object === PEOPLE ? 'group' : 'person'}, now())
      on conflict do nothing`);
}

/** @returns whether it was done; everything that is not done is a refusal */
async function attempt(
  db: Database,
  groupId: string,
  act: Act,
  { actor, other }: { actor: Person; other: Person },
) {
  const by = { groupId, cause: { actorId: actor.id }, now };
  const isProven = async () => true;
  try {
    if (act.what === 'invite') await invite(db, { ...by, handle: other.handle, standing: act.standing });
    else if (act.what === 'accept') await acceptInvitation(db, { ...by, isProven });
    else if (act.what === 'join') await joinGroup(db, { ...by, isProven });
    else if (act.what === 'admit') await admit(db, { ...by, personId: other.id });
    else await setStanding(db, { ...by, personId: other.id, standing: act.standing });
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** Who gives what somebody has by coming in: whoever invited them, else themselves. */
async function giverTo(db: Database, groupId: string, personId: string) {
  const [open] = await db.execute<{ by: string | null }>(sql`
    select invited_by as by from group_invitations where group_id = ${groupId} and user_id = ${personId}`);
  return open?.by ?? personId;
}

/**
 * Everything that anybody may do, as the rules say it: `person|permission object`. Told anew from the rows, without the statements
 * that are tried here. That they see the group everybody may.
 */
async function rightsOf(db: Database, ids: string[]): Promise<Set<string>> {
  const groupId = at(ids, PEOPLE);
  const [places, everywhere, grants] = await Promise.all([
    db.execute<{ user: string; standing: Standing }>(
      sql`select user_id as "user", standing from memberships where principal_id = ${groupId}`,
    ),
    db.execute<{ principal: string; id: number }>(
      sql`select principal_id as principal, permission_id as id from principal_permissions`,
    ),
    db.execute<{ principal: string; id: number; object: string }>(
      sql`select principal_id as principal, permission_id as id, object_id as object from object_grants`,
    ),
  ]);
  const nameOf = new Map<number, Permission>(PERMISSION_NAMES.map((name) => [PERMISSIONS[name].id, name]));
  const rights = new Set<string>();
  for (const who of ids.slice(0, PEOPLE)) {
    const place = places.find(({ user }) => user === who);
    const own = new Set(place ? [who, groupId] : [who]);
    const on = (name: Permission, object: string) => {
      if (name !== 'group.view') rights.add(`${who}|${name} ${object}`);
    };
    for (const name of PERMISSION_NAMES) {
      const { fromStanding, objectType } = permissionEntry(name);
      if (place && fromStanding && STANDINGS.indexOf(fromStanding) <= STANDINGS.indexOf(place.standing))
        on(name, groupId);
      const isHeld = everywhere.some((row) => own.has(row.principal) && nameOf.get(row.id) === name);
      if (isHeld && objectType === 'group') on(name, groupId);
      if (isHeld && objectType === 'person') for (const object of ids.slice(0, PEOPLE)) on(name, object);
    }
    for (const { principal: to, id, object } of grants) {
      const name = nameOf.get(id);
      if (!name || !own.has(to)) continue;
      on(name, object);
      if (name !== 'group.moderate') continue;
      for (const power of MODERATING) for (const { user } of places) on(power, user);
    }
  }
  return rights;
}

function at<T>(list: readonly T[], place: number): T {
  const one = list[place];
  if (one === undefined) throw new Error(`there is no ${place}`);
  return one;
}
