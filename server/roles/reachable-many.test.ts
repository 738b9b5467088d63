import { expect } from 'vitest';
import { test } from '@/server/testing/fixtures';
import { checkMany } from './check-many';
import { listReachable } from './reachable';

const now = new Date();

test('in many groups as in few, a list says of each object what the check says of it', async ({
  db,
  given,
}) => {
  const NAMES = ['person.view', 'person.warn', 'person.viewEmail'] as const;
  const user = await given.user();
  const principals: string[] = [];
  const join = async (count: number) => {
    for (let n = 0; n < count; n++) {
      const principalId = await given.emptyGroup();
      principals.push(principalId);
      await given.membership({ userId: user.id, principalId });
    }
  };
  await join(8);
  const business = await given.emptyGroup();
  await given.grant({ principalId: user.id, permission: 'group.moderate', objectId: business });
  const ids: string[] = [];
  for (let n = 0; n < 24; n++) {
    const { id } = await given.user();
    ids.push(id);
    // Of four a third are moderated; each thing is given by one or two groups to most, and denied here and there.
    if (n % 3 === 0) await given.membership({ userId: id, principalId: business });
    for (const [k, permission] of NAMES.entries()) {
      if ((n + k) % 4 === 3) continue;
      for (const at of new Set([(n + k) % 8, (n * k) % 8]))
        await given.grant({ principalId: principals[at] ?? '', permission, objectId: id });
      if ((n + k) % 7 === 5)
        await given.deny({ principalId: principals[n % 8] ?? '', permission, objectId: id });
    }
  }
  const compare = async (withEverywhere: boolean) => {
    // What is held everywhere is taken for granted where all are needed.
    const told = (held: readonly string[]) =>
      held.filter((name) => !withEverywhere || name !== 'person.warn').toSorted();
    const everything = await checkMany(db, { userId: user.id, type: 'person', ids, now });
    for (const match of ['any', 'all'] as const)
      for (const permissions of [NAMES.slice(0, 1), NAMES.slice(1), NAMES])
        for (const limit of [2, 50]) {
          const listed = new Map<string, string[]>();
          let after: string | undefined;
          do {
            const page: Awaited<ReturnType<typeof listReachable<'person'>>> = await listReachable(db, {
              userId: user.id,
              type: 'person',
              permissions,
              match,
              withEverywhere,
              after,
              limit,
              now,
            });
            for (const { id, permissions: held } of page.items) {
              expect(listed.has(id)).toBe(false);
              if (ids.includes(id)) listed.set(id, told(held));
            }
            after = page.next ?? undefined;
          } while (after !== undefined);
          const expected = ids.flatMap((id) => {
            const held = permissions.filter((name) => everything.get(id)?.has(name));
            const isListed = match === 'all' ? held.length === permissions.length : held.length > 0;
            return isListed ? [[id, told(held)] as const] : [];
          });
          expect({ match, permissions, limit, listed }).toEqual({
            match,
            permissions,
            limit,
            listed: new Map(expected),
          });
        }
  };
  await compare(false);
  await join(60);
  await compare(false);
  await given.permission({ principalId: principals[60] ?? '', permission: 'person.warn' });
  await compare(true);
});
