import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Roles } from '@/components/roles/roles';
import { StepUpProvider } from '@/components/step-up/step-up-provider';
import { Words } from '@/components/words';
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
    <Words
      names={[
        'common',
        'reasons',
        'problems',
        'errors',
        'navigation',
        'profile',
        'roles',
        'permissions',
        'stepUp',
        'passkeyCreation',
      ]}
    >
      <StepUpProvider>
        <h1>{t('title')}</h1>
        <p className="readable mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
        <Roles roles={list} catalogue={catalogue} own={me.permissions} />
      </StepUpProvider>
    </Words>
  );
}
