import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Holders } from '@/components/roles/holders';
import { RoleMark } from '@/components/roles/role-mark';
import { StepUpProvider } from '@/components/step-up/step-up-provider';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';

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
  const [list, page] = await Promise.all([
    forPage(path, (api) => api.roles.list()),
    forPage(path, (api) => api.roles.get({ roleId: id, after })),
  ]);
  const role = list.find((one) => one.id === id);
  if (!role) notFound();
  return (
    <Words
      names={['common', 'reasons', 'problems', 'errors', 'navigation', 'roles', 'stepUp', 'passkeyCreation']}
    >
      <StepUpProvider>
        <h1>
          <RoleMark role={role} />
        </h1>
        <p className="readable mt-1 mb-6 text-md text-text-muted">
          {role.description || t('holders', { count: role.holders })}
        </p>
        <Holders role={role} holders={page.holders} next={page.next} later={after !== undefined} />
      </StepUpProvider>
    </Words>
  );
}
