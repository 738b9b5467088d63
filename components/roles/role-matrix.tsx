'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { NativeSelect } from '@/components/ui/native-select';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import type { Permission } from '@/server/roles/permissions';
import type { ListedRole, permissionCatalogue } from '@/server/roles/role-list';
import { PermissionBox, type RoleEdits } from './permission-box';
import { usePermissionWords } from './permission-words';
import { type Ask, RoleHead } from './role-head';
import { useRoleName } from './role-mark';

interface Props {
  roles: readonly ListedRole[];
  catalogue: ReturnType<typeof permissionCatalogue>;
  edits: RoleEdits;
  own: readonly Permission[];
  mayEdit: boolean;
  mayAssign: boolean;
  onAsk: (ask: Ask) => void;
}

/** Roles as columns, permissions as rows, grouped by what they concern; head and first column stay in sight. */
export function RoleTable({ catalogue, edits, own, ...heads }: Props) {
  const t = useTranslations('roles');
  const groups = useTranslations('permissions.groups');
  const words = usePermissionWords();
  const { roles, mayEdit } = heads;
  return (
    <Table caption={t('title')} stickyHead="max-h-[calc(100dvh-12rem)]">
      <thead>
        <tr>
          <HeadCell className="start-0 z-20! min-w-64 align-bottom">{t('permission')}</HeadCell>
          {roles.map((role) => (
            <HeadCell key={role.id} className="h-auto w-52 min-w-44 border-s px-3 py-2 align-top">
              <RoleHead role={role} {...heads} />
            </HeadCell>
          ))}
        </tr>
      </thead>
      {catalogue.map(({ group, permissions }) => (
        <tbody key={group}>
          <tr>
            <th
              scope="rowgroup"
              colSpan={roles.length + 1}
              className="sticky start-0 border-b bg-surface-sunken px-4 py-1.5 text-start font-medium text-sm text-text-muted"
            >
              {groups(group)}
            </th>
          </tr>
          {permissions
            .filter(({ objectOnly }) => !objectOnly)
            .map(({ name, objectType }) => (
              <Row key={name}>
                <HeadCell scope="row" className="sticky start-0 z-1 whitespace-normal bg-surface font-normal">
                  {words(name)}
                  <span className="block text-text-muted text-xs">{t(`about.${objectType}`)}</span>
                </HeadCell>
                {roles.map((role) => (
                  <Cell key={role.id} className="relative border-s px-3 py-1.5">
                    <PermissionBox role={role} permission={name} edits={edits} own={own} mayEdit={mayEdit} />
                  </Cell>
                ))}
              </Row>
            ))}
        </tbody>
      ))}
    </Table>
  );
}

/** The same where a table does not fit: one role at a time. */
export function OneRole({ catalogue, edits, own, ...heads }: Props) {
  const t = useTranslations('roles');
  const groups = useTranslations('permissions.groups');
  const nameOf = useRoleName();
  const { roles, mayEdit } = heads;
  const [chosen, setChosen] = useState<string>();
  const role = roles.find(({ id }) => id === chosen) ?? roles[0];
  if (!role) return null;
  return (
    <div className="flex flex-col gap-4">
      <Field label={t('role')}>
        <NativeSelect
          value={role.id}
          onChange={(event) => setChosen(event.currentTarget.value)}
          options={roles.map((one) => ({ value: one.id, label: nameOf(one) }))}
        />
      </Field>
      <div className="rounded-lg border bg-surface p-4">
        <RoleHead role={role} {...heads} />
      </div>
      {catalogue.map(({ group, permissions }) => (
        <fieldset key={group} className="min-w-0 rounded-lg border bg-surface p-4">
          <legend className="sr-only">{groups(group)}</legend>
          <p aria-hidden="true" className="mb-3 font-medium text-md">
            {groups(group)}
          </p>
          <div className="flex flex-col gap-2.5">
            {permissions
              .filter(({ objectOnly }) => !objectOnly)
              .map(({ name }) => (
                <PermissionBox
                  key={name}
                  role={role}
                  permission={name}
                  edits={edits}
                  own={own}
                  mayEdit={mayEdit}
                  labelled
                />
              ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}
