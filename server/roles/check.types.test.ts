import { describe, expectTypeOf, test } from 'vitest';
import type { Database } from '@/db/client';
import { can, type Question, requireCan } from './check';
import { checkMany } from './check-many';
import { listHolders } from './holders';
import type { PermissionOn } from './permissions';
import { listReachable } from './reachable';

/** What does not compile: `tsc` checks it, and complains where a line that has to be refused is not. */
describe('what the compiler refuses', () => {
  const now = new Date();
  const person = { type: 'person' as const, id: '' };
  const group = { type: 'group' as const, id: '' };
  const of = { userId: '', now };

  test('a permission on an object of another type', () => {
    const never = (db: Database) => [
      can(db, { ...of, permission: 'group.moderate', object: group }),
      // @ts-expect-error a person is not moderated
      can(db, { ...of, permission: 'group.moderate', object: person }),
      // @ts-expect-error a group has no address
      requireCan(db, { ...of, permission: 'person.viewEmail', object: group }),
      // @ts-expect-error it is about no object
      can(db, { ...of, permission: 'roles.assign', object: person }),
      // @ts-expect-error there is no such type
      can(db, { ...of, permission: 'person.view', object: { type: 'house', id: '' } }),
    ];
    expectTypeOf(never).returns.toEqualTypeOf<(Promise<boolean> | Promise<void>)[]>();
  });

  test('a list of one type by a permission about another', () => {
    const never = (db: Database) => [
      listReachable(db, { ...of, type: 'person', permissions: ['person.view'] }),
      // @ts-expect-error people are not updated
      listReachable(db, { ...of, type: 'person', permissions: ['group.update'] }),
      // @ts-expect-error nor are they by themselves
      listHolders(db, { object: person, permissions: ['client.update'], now }),
    ];
    expectTypeOf(never).toBeFunction();
  });

  test('what is found is of the type that was asked for', () => {
    expectTypeOf<Question<'client'>['permission']>().toEqualTypeOf<'client.view' | 'client.update'>();
    expectTypeOf<PermissionOn<'group'>>().not.toEqualTypeOf<PermissionOn<'person'>>();
    const found = (db: Database) => checkMany(db, { ...of, type: 'client', ids: [] });
    expectTypeOf(found).returns.resolves.toEqualTypeOf<Map<string, Set<'client.view' | 'client.update'>>>();
  });
});
