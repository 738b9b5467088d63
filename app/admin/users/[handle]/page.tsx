import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { WholePerson } from '@/components/people/whole-person';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people'))('person') };
}

export default async function PersonPage({ params }: { params: Promise<{ handle: string }> }) {
  const { handle } = await params;
  const path = `/admin/users/${handle}`;
  const [person, me] = await Promise.all([
    forPage(path, (api) => api.moderation.users.get({ handle: decodeURIComponent(handle) })),
    forPage(path, (api) => api.viewer.staff()),
  ]);
  return (
    <Words
      names={[
        'common',
        'reasons',
        'errors',
        'people',
        'cases',
        'reportKinds',
        'roles',
        'security',
        'securityLog',
        'stepUp',
      ]}
    >
      <WholePerson person={person} mayEnd={me.permissions.includes('person.endSessions')} />
    </Words>
  );
}
