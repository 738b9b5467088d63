import type { z } from 'zod';
import type { Database } from '@/db/client';
import { DomainError } from '@/server/errors';
import type { Permission } from '@/server/roles/permissions';
import type { UndoDifference } from './catalog';
import type { Cause } from './commands';

/** What is to be undone, and by whom. */
export interface Undoing {
  entry: { kind: string; subjectId: string | null; before: unknown; after: unknown };
  /** The entry that this one undid itself. */
  undid: { before: unknown } | null;
  /** What the actor may do everywhere. */
  held: readonly Permission[];
  cause: Cause & { actorId: string };
  now: Date;
}

/** Does the inverse of what an entry tells, with every rule that it has when it is done by hand. */
export interface Undoer {
  /** What the inverse asks for; undefined of an entry that does not say what. */
  needs: Permission | ((entry: { after: unknown }) => Permission | undefined);
  undo: (tx: Database, of: Undoing) => Promise<unknown>;
}

/** Something is not as the entry left it. */
export function overtaken(different: UndoDifference, cause?: unknown) {
  return new DomainError('UNDO_OVERTAKEN', { different, cause });
}

/** What an entry tells; what is not as we write it was written before there was an undoing. @throws CANNOT_UNDO */
export function factsOf<Schema extends z.ZodType>(schema: Schema, facts: unknown): z.output<Schema> {
  const { data, success } = schema.safeParse(facts);
  if (!success) throw new DomainError('CANNOT_UNDO');
  return data;
}

/** Whom an entry is about. @throws CANNOT_UNDO */
export function personOf({ subjectId }: Undoing['entry']) {
  if (subjectId === null) throw new DomainError('CANNOT_UNDO');
  return subjectId;
}
