import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { StaffPage } from '@/components/admin/staff-page';
import { Roles } from '@/components/roles/roles';
import { forPage } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('roles'))('title') };
}

const PATH = '/admin/roles';

export default async function RolesPage() {
  const [list, catalogue, me, t] = await Promise.all([
    forPage(PATH, (api) => api.roles.list()),
    forPage(PATH, (api) => api.roles.catalogue()),
    forPage(PATH, (api) => api.viewer.staff()),
    getTranslations('roles'),
  ]);
  if (!me.permissions.some((name) => name === 'roles.edit' || name === 'roles.assign')) notFound();
  return (
    <StaffPage
      names={['navigation', 'profile', 'roles', 'permissions']}
      head={{ title: t('title'), lead: t('lead') }}
    >
      <Roles roles={list} catalogue={catalogue} own={me.permissions} />
    </StaffPage>
  );
}
