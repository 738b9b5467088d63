'use client';

import { Check, Minus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { Checkbox } from '@/components/ui/checkbox';
import type { Permission } from '@/server/roles/permissions';
import type { ListedRole } from '@/server/roles/role-list';
import { usePermissionWords } from './permission-words';
import { useRoleName } from './role-mark';
import type { useRoleEdits } from './use-role-edits';

export type RoleEdits = ReturnType<typeof useRoleEdits>;

interface Props {
  role: ListedRole;
  permission: Permission;
  edits: RoleEdits;
  /** What the reader may do: more they neither give nor take. */
  own: readonly Permission[];
  mayEdit: boolean;
  /** With the words of the permission beside it, where the column does not say them. */
  labelled?: boolean;
}

/** Whether a role gives a permission: a box to tick where it can be changed, else a mark. */
export function PermissionBox({ role, permission, edits, own, mayEdit, labelled = false }: Props) {
  const t = useTranslations('roles');
  const words = usePermissionWords();
  const nameOf = useRoleName();
  const gives = edits.gives(role, permission);
  const label = t('boxNamed', { permission: words(permission), role: isolate(nameOf(role)) });
  if (role.key !== null || !mayEdit) {
    const mark = gives ? (
      <Check aria-hidden="true" className="size-4 shrink-0 text-success-text" />
    ) : (
      <Minus aria-hidden="true" className="size-4 shrink-0 text-text-muted" />
    );
    return (
      <span className="flex min-h-6 items-center gap-2.5">
        {mark}
        {labelled && <span className={gives ? '' : 'text-text-muted'}>{words(permission)}</span>}
        <span className="sr-only">{t(gives ? 'given' : 'notGiven')}</span>
      </span>
    );
  }
  return (
    <Checkbox
      checked={gives}
      disabled={!own.includes(permission)}
      onChange={(event) => edits.tick(role, permission, event.currentTarget.checked)}
      label={labelled ? words(permission) : <span className="sr-only">{label}</span>}
      {...(labelled && { 'aria-label': label })}
    />
  );
}
