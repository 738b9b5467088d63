import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { VerifyEmail } from '@/components/access/verify-email';
import { getAccessWords } from '@/components/access/words';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('access'))('verifyTitle'), referrer: 'no-referrer' };
}

/** Opening the link changes nothing, since scanners of mail open every link; the button does. */
export default async function VerifyEmailPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string }>;
}) {
  const { token } = await searchParams;
  return (
    <VerifyEmail
      token={typeof token === 'string' ? token : ''}
      words={await getAccessWords(await getLocale())}
    />
  );
}
