import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { StaffPage } from '@/components/admin/staff-page';
import { AuditLink } from '@/components/audit/audit-link';
import { AccessCards } from '@/components/grants/access-cards';
import { Holders } from '@/components/roles/holders';
import { RoleMark } from '@/components/roles/role-mark';
import { forPage } from '@/server/caller';
import type { Named } from '@/server/roles/named';

interface Props {
  params: Promise<{ id: string }>;
  /** The last person of the page before. */
  searchParams: Promise<{ after?: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('roles'))('holdersPage') };
}

export default async function RoleHoldersPage({ params, searchParams }: Props) {
  const [{ id }, { after }, t] = await Promise.all([params, searchParams, getTranslations('roles')]);
  const path = `/admin/roles/${id}`;
  const [list, page, me] = await Promise.all([
    forPage(path, (api) => api.roles.list()),
    forPage(path, (api) => api.roles.get({ roleId: id, after })),
    forPage(path, (api) => api.viewer.staff()),
  ]);
  const role = list.find((one) => one.id === id);
  if (!role) notFound();
  const named: Named = {
    id,
    kind: 'role',
    name: role.name,
    roleKey: role.key,
    handle: null,
    subjectKind: null,
  };
  return (
    <StaffPage
      names={['navigation', 'roles', 'approvals']}
      head={{
        title: <RoleMark role={role} />,
        lead: role.description || t('holders', { count: role.holders }),
      }}
    >
      <Holders
        role={role}
        holders={page.holders}
        next={page.next}
        later={after !== undefined}
        opens={me.permissions.includes('person.view')}
      />
      {/* Who reads this page gives roles and grants. */}
      <AccessCards own={['roles.assign']} principal={named} />
      <AuditLink permissions={me.permissions} query={`about=${id}`} />
    </StaffPage>
  );
}
