import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ForgotPassword } from '@/components/access/forgot-password';
import { SentTo } from '@/components/access/sent-to';
import { getAccessWords } from '@/components/access/words';
import { PlainLink } from '@/components/ui/plain-link';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('access'))('forgotTitle') };
}

export default async function ForgotPasswordPage() {
  const t = await getTranslations('access');
  return (
    <>
      <ForgotPassword
        asked={{ title: t('forgotTitle'), lead: t('forgotLead') }}
        sent={{
          title: t('checkMailTitle'),
          lead: t.rich('forgotSent', { address: () => <SentTo /> }),
          missing: t('forgotMissing'),
        }}
        words={await getAccessWords('forgotPassword')}
      />
      <p className="mt-6 text-center text-md">
        <PlainLink href="/sign-in">{t('backToSignIn')}</PlainLink>
      </p>
    </>
  );
}
