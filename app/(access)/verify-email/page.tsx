import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { type Search, tokenOf } from '@/app/(access)/token';
import { VerifyEmail } from '@/components/access/verify-email';
import { getAccessWords } from '@/components/access/words';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('access'))('verifyTitle'), referrer: 'no-referrer' };
}

/** Opening the link changes nothing, since scanners of mail open every link; the button does. */
export default async function VerifyEmailPage({ searchParams }: { searchParams: Search }) {
  return <VerifyEmail token={await tokenOf(searchParams)} words={await getAccessWords('verifyEmail')} />;
}
