import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { findAttempt } from '@/app/(access)/find-attempt';
import { AccessHeading } from '@/components/access/access-heading';
import { MethodIcon } from '@/components/access/method-icon';
import { ProviderButton } from '@/components/access/provider-button';
import { ProviderIcon } from '@/components/access/provider-icon';
import { SignIn } from '@/components/access/sign-in';
import { getAccessWords } from '@/components/access/words';
import { Banner } from '@/components/ui/banner';
import { PlainLink } from '@/components/ui/plain-link';
import { requestContext, viewer } from '@/server/caller';
import { safeNext } from '@/server/http/rules';
import { type Notice, noticeOf } from './notice';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('access'))('signInTitle') };
}

const PROVIDERS = [
  { id: 'github', name: 'GitHub' },
  { id: 'google', name: 'Google' },
] as const;

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  const [search, person, attempt, t, paused, words, { signIn, anySession }] = await Promise.all([
    searchParams,
    viewer(),
    findAttempt(),
    getTranslations('access'),
    getTranslations('account.pause'),
    getAccessWords('signIn'),
    requestContext(),
  ]);
  const next = safeNext(search.next);
  if (person) redirect(next);
  // Somebody whose account is not active is signed in all the same.
  if (await anySession()) redirect('/account');
  const notice = noticeOf(search);
  const sentences: Record<Notice, string> = {
    ended: t('sessionEnded'),
    expired: words.reasons.ATTEMPT_EXPIRED,
    first: t('signInFirst'),
    out: t('signedOut'),
    paused: paused('signIn'),
    reset: t('passwordSet'),
    NotLinked: t('errorNotLinked'),
    ProviderCancelled: t('errorCancelled'),
    ProviderFailed: t('errorProvider'),
    Unavailable: t('errorUnavailable'),
  };
  const offered = PROVIDERS.filter(({ id }) => signIn.providers[id]);
  return (
    <>
      <AccessHeading title={t('signInTitle')} lead={t('signInLead')} />
      <SignIn
        next={next}
        notice={
          notice && (
            <Banner tone={notice.tone} role="status">
              {sentences[notice.name]}
            </Banner>
          )
        }
        passkeyIcon={<MethodIcon method="passkey" />}
        // Or the second step that another tab waits at would be over with a look at this page.
        passkeysOffered={!attempt}
        providers={
          offered.length > 0 &&
          offered.map(({ id, name }) => (
            <ProviderButton
              key={id}
              provider={id}
              label={t('continueWith', { provider: name })}
              icon={<ProviderIcon provider={id} />}
              next={next}
              words={words}
            />
          ))
        }
        words={words}
      />
      <p className="mt-6 text-center text-md text-text-muted">
        {t.rich('noAccount', {
          link: (chunks) => (
            <PlainLink href={`/sign-up${search.next ? `?next=${encodeURIComponent(next)}` : ''}`}>
              {chunks}
            </PlainLink>
          ),
        })}
      </p>
    </>
  );
}
