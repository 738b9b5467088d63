import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { HandleCard } from '@/components/profile/handle-card';
import { ProfileForm } from '@/components/profile/profile-form';
import { TextLink } from '@/components/ui/text-link';
import { Words } from '@/components/words';
import { forPage, requestContext } from '@/server/caller';
import { PhotoPart } from './photo-part';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('profile'))('title') };
}

export default async function ProfilePage() {
  const [[profile, handles], t, { appUrl }] = await Promise.all([
    forPage('/settings/profile', (api) => Promise.all([api.profile.me(), api.profile.handles()])),
    getTranslations('profile'),
    requestContext(),
  ]);
  const site = `${new URL(appUrl).host}/u/`;
  const { id, email: _, handle: __, ...values } = profile;
  return (
    <>
      <h1>{t('title')}</h1>
      <p className="mt-1 mb-6 text-md text-text-muted">
        {t.rich('lead', {
          address: site + profile.handle,
          link: (words) => (
            <TextLink href={`/u/${profile.handle}`} className="wrap-anywhere">
              {words}
            </TextLink>
          ),
        })}
      </p>
      <PhotoPart person={{ id, name: profile.displayName }} />
      <Words names={['common', 'reasons', 'problems', 'stepUp', 'handle']}>
        <HandleCard saved={handles} site={site} />
      </Words>
      <ProfileForm saved={values} />
    </>
  );
}
