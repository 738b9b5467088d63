import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { AccessHeading } from '@/components/access/access-heading';
import { SignUpForm } from '@/components/access/sign-up-form';
import { getAccessWords } from '@/components/access/words';
import { PlainLink } from '@/components/ui/plain-link';
import { viewer } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('access'))('signUpTitle') };
}

export default async function SignUpPage() {
  const [person, t] = await Promise.all([viewer(), getTranslations('access')]);
  if (person) redirect('/settings/profile');
  return (
    <>
      <AccessHeading title={t('signUpTitle')} lead={t('signUpLead')} />
      <SignUpForm words={await getAccessWords(await getLocale())} />
      <p className="mt-6 text-center text-md text-text-muted">
        {t.rich('haveAccount', { link: (words) => <PlainLink href="/sign-in">{words}</PlainLink> })}
      </p>
    </>
  );
}
