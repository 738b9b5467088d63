import { createLoader, createSerializer, type inferParserType, parseAsString } from 'nuqs/server';
import { validate as isId } from 'uuid';
import {
  isPermission,
  type Permission,
  type PermissionOn,
  permissionEntry,
} from '@/server/roles/permissions';

/** Who stands in the address for nobody who is signed in. */
export const VISITOR = 'visitor';

/** What is asked on the page of access, as it stands in its address; what makes no sense there asks nothing. */
export const ACCESS_QUESTION = {
  /** The id of a person, or a visitor. */
  who: parseAsString,
  /** A permission. */
  may: parseAsString,
  /** The id of an object; none: everywhere. */
  on: parseAsString,
};

type AccessQuestion = inferParserType<typeof ACCESS_QUESTION>;

export const loadAccessQuestion = createLoader(ACCESS_QUESTION);

const serialize = createSerializer(ACCESS_QUESTION);

/** Where a question is answered. */
export function explanationAddress(question: { who: string; may: Permission; on: string | null }) {
  return serialize('/admin/access', question);
}

/** The permission of an address, where it is one. */
export function permissionIn({ may }: AccessQuestion): Permission | null {
  return may !== null && isPermission(may) ? may : null;
}

/** The same as the procedure takes it; null while there is nothing to answer. */
export function explainInput(question: AccessQuestion) {
  const { who, on } = question;
  const permission = permissionIn(question);
  if (permission === null || who === null || (who !== VISITOR && !isId(who))) return null;
  const { objectType, objectOnly } = permissionEntry(permission);
  const objectId = on !== null && isId(on) ? on : null;
  if (objectOnly && objectId === null) return null;
  const personId = who === VISITOR ? null : who;
  const fitting = <Type extends typeof objectType>(type: Type) => ({
    type,
    // Of the type by the catalogue, which the compiler cannot look into.
    permission: permission as PermissionOn<Type>,
    objectId,
  });
  switch (objectType) {
    case 'site':
      return { personId, about: { type: objectType, permission: permission as PermissionOn<'site'> } };
    case 'person':
      return { personId, about: fitting('person') };
    case 'group':
      return { personId, about: fitting('group') };
    case 'report':
      return { personId, about: fitting('report') };
    case 'client':
      return { personId, about: fitting('client') };
  }
}
