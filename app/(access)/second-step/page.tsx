import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { findAttempt } from '@/app/(access)/find-attempt';
import { AccessHeading } from '@/components/access/access-heading';
import { FinishSignIn } from '@/components/access/finish-sign-in';
import { MethodIcon } from '@/components/access/method-icon';
import { SecondStep } from '@/components/access/second-step';
import { startAgain } from '@/components/access/start-again';
import { getAccessWords } from '@/components/access/words';
import { PlainLink } from '@/components/ui/plain-link';
import { viewer } from '@/server/caller';
import { safeNext } from '@/server/http/rules';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('access'))('secondStepTitle') };
}

/** Nobody has more recovery codes than this left once one was used. */
const MOST_CODES_LEFT = 9;

/** What a sign-in still needs whose first proof was given: by password, or at another site. */
export default async function SecondStepPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  const next = safeNext((await searchParams).next);
  const [attempt, t, words] = await Promise.all([
    findAttempt(),
    getTranslations('access'),
    getAccessWords('secondStep'),
  ]);
  // Without one, whoever is signed in has nothing to do here.
  if (!attempt) redirect((await viewer()) ? next : startAgain(next));
  const heading = (
    <AccessHeading
      title={attempt.due ? t('secondStepTitle') : t('finishing')}
      lead={t.rich('secondStepLead', {
        address: () => <strong className="wrap-anywhere font-medium text-text">{attempt.email}</strong>,
      })}
    />
  );
  return (
    <>
      {attempt.due ? (
        <SecondStep
          next={next}
          heading={heading}
          methods={attempt.methods}
          icons={{
            passkey: <MethodIcon method="passkey" />,
            totp: <MethodIcon method="totp" />,
            recoveryCode: <MethodIcon method="recoveryCode" />,
          }}
          codesLeft={Array.from({ length: MOST_CODES_LEFT + 1 }, (_, count) => t('codesLeft', { count }))}
          startOver={
            <PlainLink href={`/sign-in?next=${encodeURIComponent(next)}`}>{t('startOver')}</PlainLink>
          }
          words={words}
        />
      ) : (
        <>
          {heading}
          <FinishSignIn next={next} words={words} />
        </>
      )}
    </>
  );
}
