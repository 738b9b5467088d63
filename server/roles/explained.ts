import type { Database } from '@/db/client';
import { DomainError } from '@/server/errors';
import { type Explanation, explain } from './explain';
import { type Named, namesOf } from './named';
import type { ObjectType, Permission } from './permissions';

interface Question {
  /** Null: a visitor. */
  personId: string | null;
  permission: Permission;
  /** Null: everywhere. */
  object: { type: ObjectType; id: string } | null;
  now: Date;
}

/** An answer with what those whom it is about are called by. */
export interface Explained extends Explanation {
  /** Null: a visitor. */
  person: Named | null;
  permission: Permission;
  /** Null: everywhere, or what is not there. */
  object: Named | null;
}

/** `explain` with the names of the person and the object: two statements. @throws NOT_FOUND for somebody who is not there */
export async function explainNamed(db: Database, question: Question): Promise<Explained> {
  const { personId, permission, object, now } = question;
  const names = await namesOf(
    db,
    [personId, object?.id].flatMap((id) => id ?? []),
  );
  const person = personId === null ? null : names.get(personId);
  if (person === undefined || (person && person.kind !== 'person')) throw new DomainError('NOT_FOUND');
  const answer = await explain(db, { userId: personId, permission, object: object ?? undefined, now });
  return { ...answer, person, permission, object: (object && names.get(object.id)) ?? null };
}
