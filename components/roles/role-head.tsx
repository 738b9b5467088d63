'use client';

import { Ellipsis, Pencil, Trash2, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { Badge } from '@/components/ui/badge';
import { Link } from '@/components/ui/link';
import { Menu } from '@/components/ui/menu';
import type { ListedRole } from '@/server/roles/role-list';
import { containedIn } from './inclusion';
import { RoleMark, useRoleName } from './role-mark';

/** Something to be done with a role that asks for more than a press. */
export interface Ask {
  what: 'edit' | 'remove';
  role: ListedRole;
}

interface Props {
  role: ListedRole;
  roles: readonly ListedRole[];
  mayEdit: boolean;
  mayAssign: boolean;
  onAsk: (ask: Ask) => void;
}

/** A role: its name, what it is for, who holds it, which others are within it. */
export function RoleHead({ role, roles, mayEdit, mayAssign, onAsk }: Props) {
  const t = useTranslations('roles');
  const nameOf = useRoleName();
  const within = containedIn(role, roles);
  const name = isolate(nameOf(role));
  const people = t('holders', { count: role.holders });
  return (
    <div className="flex flex-col items-start gap-1 whitespace-normal font-normal text-sm text-text-muted">
      <span className="flex w-full items-start justify-between gap-1">
        <span className="py-1 font-medium text-md text-text">
          <RoleMark role={role} />
        </span>
        {role.key === null && mayEdit ? (
          <Menu
            label={t('actionsNamed', { name })}
            trigger={<Ellipsis aria-hidden="true" />}
            triggerSize="icon"
            entries={[
              {
                kind: 'action',
                label: t('edit'),
                icon: <Pencil />,
                onSelect: () => onAsk({ what: 'edit', role }),
              },
              {
                kind: 'action',
                label: t('remove'),
                icon: <Trash2 />,
                tone: 'danger',
                onSelect: () => onAsk({ what: 'remove', role }),
              },
            ]}
          />
        ) : (
          role.key !== null && <Badge className="mt-1">{t('fixed')}</Badge>
        )}
      </span>
      {role.description && <span className="wrap-anywhere">{role.description}</span>}
      {within.length > 0 && (
        <span className="wrap-anywhere">
          {t('contains', { roles: within.map((one) => isolate(nameOf(one))).join(', ') })}
        </span>
      )}
      {mayAssign ? (
        <Link
          href={`/admin/roles/${role.id}`}
          aria-label={t('holdersNamed', { name, count: role.holders })}
          className="inline-flex min-h-6 items-center gap-1.5 text-text underline underline-offset-2 pointer-coarse:min-h-11"
        >
          <Users aria-hidden="true" className="size-3.5" />
          {people}
        </Link>
      ) : (
        <span className="tabular">{people}</span>
      )}
    </div>
  );
}
