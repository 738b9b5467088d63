import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { safeNext } from '@/app/(access)/safe-next';
import { AccessHeading } from '@/components/access/access-heading';
import { SignInForm } from '@/components/access/sign-in-form';
import { getAccessWords } from '@/components/access/words';
import { Banner } from '@/components/ui/banner';
import { PlainLink } from '@/components/ui/plain-link';
import { viewer } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('access'))('signInTitle') };
}

type Search = { next?: string; ended?: string; out?: string; error?: string };

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [search, person, t] = await Promise.all([searchParams, viewer(), getTranslations('access')]);
  const next = safeNext(search.next);
  if (person) redirect(next);
  const notice = search.ended
    ? t('sessionEnded')
    : search.out
      ? t('signedOut')
      : search.next && t('signInFirst');
  return (
    <>
      <AccessHeading title={t('signInTitle')} lead={t('signInLead')} />
      {notice && (
        <Banner role="status" className="mb-5">
          {notice}
        </Banner>
      )}
      <SignInForm next={next} words={await getAccessWords(await getLocale())} />
      <p className="mt-6 text-center text-md text-text-muted">
        {t.rich('noAccount', {
          link: (words) => (
            <PlainLink href={`/sign-up${search.next ? `?next=${encodeURIComponent(next)}` : ''}`}>
              {words}
            </PlainLink>
          ),
        })}
      </p>
    </>
  );
}
