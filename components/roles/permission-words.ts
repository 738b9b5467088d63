import { type Messages, useTranslations } from 'next-intl';
import type { Permission } from '@/server/roles/permissions';

type Key = keyof Messages['permissions']['names'];

/** What a permission allows, in words. */
export function usePermissionWords() {
  const t = useTranslations('permissions.names');
  // The catalogue of messages names them with an underline, since a dot is a path there; a test compares the two.
  return (name: Permission) => t(name.replaceAll('.', '_') as Key);
}
