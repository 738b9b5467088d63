import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { AccessHeading } from '@/components/access/access-heading';
import { SignUpForm } from '@/components/access/sign-up-form';
import { getAccessWords } from '@/components/access/words';
import { PlainLink } from '@/components/ui/plain-link';
import { requestContext, viewer } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('access'))('signUpTitle') };
}

export default async function SignUpPage() {
  const [person, t, { signIn }] = await Promise.all([viewer(), getTranslations('access'), requestContext()]);
  if (person) redirect('/settings/profile');
  return (
    <>
      <AccessHeading title={t('signUpTitle')} lead={t('signUpLead')} />
      <SignUpForm words={await getAccessWords('signUp', { least: signIn.passwordMinAlone })} />
      <p className="mt-6 text-center text-md text-text-muted">
        {t.rich('haveAccount', { link: (words) => <PlainLink href="/sign-in">{words}</PlainLink> })}
      </p>
    </>
  );
}
