import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { type Search, tokenOf } from '@/app/(access)/token';
import { ResetPassword } from '@/components/access/reset-password';
import { getAccessWords } from '@/components/access/words';
import { requestContext } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('access'))('resetTitle'), referrer: 'no-referrer' };
}

export default async function ResetPasswordPage({ searchParams }: { searchParams: Search }) {
  const [token, t, { signIn }] = await Promise.all([
    tokenOf(searchParams),
    getTranslations('access'),
    requestContext(),
  ]);
  return (
    <ResetPassword
      token={token}
      title={t('resetTitle')}
      lead={t('resetLead')}
      words={await getAccessWords('resetPassword', { least: signIn.passwordMinAlone })}
    />
  );
}
