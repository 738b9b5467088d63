import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ProfileForm } from '@/components/profile/profile-form';
import { TextLink } from '@/components/ui/text-link';
import { forPage, requestContext } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('profile'))('title') };
}

export default async function ProfilePage() {
  const [profile, t, { appUrl }] = await Promise.all([
    forPage('/settings/profile', (api) => api.profile.me()),
    getTranslations('profile'),
    requestContext(),
  ]);
  const site = `${new URL(appUrl).host}/u/`;
  const { id: _, email: __, ...values } = profile;
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
      <ProfileForm saved={values} site={site} />
    </>
  );
}
