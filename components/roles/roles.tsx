'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { LeaveGuard } from '@/components/settings/leave-guard';
import { Button } from '@/components/ui/button';
import { SaveBar } from '@/components/ui/save-bar';
import type { Permission } from '@/server/roles/permissions';
import type { ListedRole, permissionCatalogue } from '@/server/roles/role-list';
import { RemoveDialog } from './remove-dialog';
import { RoleDialog } from './role-dialog';
import type { Ask } from './role-head';
import { OneRole, RoleTable } from './role-matrix';
import { SaveDialog } from './save-dialog';
import { useRoleEdits } from './use-role-edits';

interface Props {
  roles: ListedRole[];
  catalogue: ReturnType<typeof permissionCatalogue>;
  /** What the reader may do everywhere. */
  own: readonly Permission[];
}

type Shown = Ask | { what: 'create' } | { what: 'save' };

/** Every role and what it gives; ticked in place, and saved after a look at whom it concerns. */
export function Roles({ roles, catalogue, own }: Props) {
  const t = useTranslations('roles');
  const edits = useRoleEdits(roles);
  const [shown, setShown] = useState<Shown & { open: boolean; number: number }>();
  const place = useRef<HTMLDivElement>(null);
  const show = (next: Shown) =>
    setShown((last) => ({ ...next, open: true, number: (last?.number ?? 0) + 1 }));
  const dialog = {
    open: shown?.open ?? false,
    onClose: () => setShown((now) => now && { ...now, open: false }),
  };
  const mayEdit = own.includes('roles.edit');
  const matrix = {
    roles,
    catalogue,
    edits,
    own,
    mayEdit,
    mayAssign: own.includes('roles.assign'),
    onAsk: show,
  };
  const count = edits.edits.length;

  return (
    <div ref={place} tabIndex={-1} data-unsaved={count > 0} className="flex flex-col gap-4 outline-none">
      {mayEdit && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="readable text-sm text-text-muted">{t('ownOnly')}</p>
          <Button variant="primary" onClick={() => show({ what: 'create' })}>
            <Plus aria-hidden="true" />
            {t('create')}
          </Button>
        </div>
      )}
      <div className="max-md:hidden">
        <RoleTable {...matrix} />
      </div>
      <div className="md:hidden">
        <OneRole {...matrix} />
      </div>
      <SaveBar
        open={count > 0}
        className="max-w-none"
        label={t('unsavedLabel')}
        text={t('unsaved', { count })}
        discard={
          <Button variant="ghost" onClick={edits.discard}>
            {t('discard')}
          </Button>
        }
        save={
          <Button variant="primary" onClick={() => show({ what: 'save' })}>
            {t('look')}
          </Button>
        }
      />
      <LeaveGuard unsaved={count} />
      {shown?.what === 'create' && <RoleDialog key={shown.number} {...dialog} />}
      {shown?.what === 'edit' && <RoleDialog key={shown.number} role={shown.role} {...dialog} />}
      {shown?.what === 'remove' && (
        <RemoveDialog key={shown.number} role={shown.role} finalFocus={() => place.current} {...dialog} />
      )}
      {shown?.what === 'save' && (
        <SaveDialog
          key={shown.number}
          changed={edits.changed}
          {...dialog}
          onSaved={() => {
            dialog.onClose();
            edits.discard();
            place.current?.focus({ preventScroll: true });
          }}
        />
      )}
    </div>
  );
}
