import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { PublicShell } from '@/components/navigation/public-shell';
import { PersonFacts } from '@/components/profile/person-facts';
import { RichText } from '@/components/profile/rich-text';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { forPage, viewer } from '@/server/caller';

type Props = { params: Promise<{ handle: string }> };

const read = cache((handle: string) =>
  forPage(`/u/${handle}`, (api) => api.profile.byHandle({ handle: decodeURIComponent(handle) })),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ displayName, handle }, t] = await Promise.all([
    read((await params).handle),
    getTranslations('person'),
  ]);
  return { title: t('title', { name: displayName, handle }), robots: { index: true } };
}

export default async function PersonPage({ params }: Props) {
  const [person, me, t] = await Promise.all([
    read((await params).handle),
    viewer(),
    getTranslations('person'),
  ]);
  return (
    <PublicShell me={me}>
      <div className="flex flex-wrap items-start gap-x-5 gap-y-4">
        <Avatar id={person.userId} name={person.displayName} size="xl" />
        <div className="min-w-0 flex-1 basis-56">
          <h1 className="wrap-anywhere">
            <bdi>{person.displayName}</bdi>
          </h1>
          <p className="wrap-anywhere text-md text-text-muted">
            @{person.handle}
            {person.pronouns && <bdi> · {person.pronouns}</bdi>}
          </p>
        </div>
        {me?.userId === person.userId && (
          <Button render={<Link href="/settings/profile" />}>{t('edit')}</Button>
        )}
      </div>
      <div className="readable mt-8 text-base">
        {person.bio ? (
          <RichText text={person.bio} />
        ) : (
          <p className="text-text-muted">
            {t.rich('bioEmpty', { name: () => <bdi>{person.displayName}</bdi> })}
          </p>
        )}
      </div>
      <PersonFacts person={person} />
    </PublicShell>
  );
}
