import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Clients } from '@/components/clients/clients';
import { StepUpProvider } from '@/components/step-up/step-up-provider';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('clients'))('title') };
}

/** The last app of the page before. */
type Search = { name?: string; id?: string };

export default async function ClientsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { name, id } = await searchParams;
  const later = name !== undefined && id !== undefined;
  const [list, me, t] = await Promise.all([
    forPage('/admin/clients', (api) => api.apps.clients.list(later ? { cursor: { name, id } } : {})),
    forPage('/admin/clients', (api) => api.viewer.staff()),
    getTranslations('clients'),
  ]);
  return (
    <Words
      names={[
        'common',
        'reasons',
        'problems',
        'errors',
        'navigation',
        'clients',
        'scopes',
        'stepUp',
        'passkeyCreation',
      ]}
    >
      <StepUpProvider>
        <h1>{t('title')}</h1>
        <p className="readable mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
        <Clients list={list} later={later} me={me.handle} mayGive={me.permissions.includes('roles.assign')} />
      </StepUpProvider>
    </Words>
  );
}
