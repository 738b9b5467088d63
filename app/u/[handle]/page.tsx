import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { PersonActions } from '@/components/contacts/person-actions';
import { PublicShell } from '@/components/navigation/public-shell';
import { PersonBody } from '@/components/profile/person-body';
import { Button } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Words } from '@/components/words';
import { forPage, viewer } from '@/server/caller';

type Props = { params: Promise<{ handle: string }> };

const read = cache((handle: string) =>
  forPage(`/u/${handle}`, (api) => api.profile.byHandle({ handle: decodeURIComponent(handle) })),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ displayName, handle, indexable }, t] = await Promise.all([
    read((await params).handle),
    getTranslations('person'),
  ]);
  return { title: t('title', { name: displayName, handle }), robots: { index: indexable } };
}

export default async function PersonPage({ params }: Props) {
  const { handle } = await params;
  const [person, me, t] = await Promise.all([read(handle), viewer(), getTranslations('person')]);
  const { userId, displayName, photo, relation } = person;
  // By a handle they had, or another spelling: for now, since it can be somebody else's one day.
  if (decodeURIComponent(handle) !== person.handle) redirect(`/u/${person.handle}`);
  return (
    <PublicShell me={me}>
      <PersonBody
        person={person}
        actions={
          person.relation.kind === 'self' ? (
            <div className="flex flex-wrap gap-2">
              <Button render={<Link href="/settings/profile" />}>{t('edit')}</Button>
              <Button render={<Link href="/settings/privacy" />}>{t('privacy')}</Button>
            </div>
          ) : (
            me && (
              <Words
                names={[
                  'common',
                  'reasons',
                  'problems',
                  'errors',
                  'stepUp',
                  'contacts',
                  'reporting',
                  'reportKinds',
                ]}
              >
                <PersonActions person={{ userId, displayName, photo, relation }} />
              </Words>
            )
          )
        }
      />
    </PublicShell>
  );
}
