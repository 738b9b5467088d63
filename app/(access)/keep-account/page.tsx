import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { type Search, tokenOf } from '@/app/(access)/token';
import { getAccessWords } from '@/components/access/words';
import { KeepAccount } from '@/components/account/keep-account';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account.keep'))('title'), referrer: 'no-referrer' };
}

/** Takes a deletion back, from a mail. Opening the link changes nothing, since scanners of mail open every link. */
export default async function KeepAccountPage({ searchParams }: { searchParams: Search }) {
  const t = await getTranslations('account.keep');
  return (
    <KeepAccount
      token={await tokenOf(searchParams)}
      sentences={{
        title: t('title'),
        text: t('text'),
        action: t('action'),
        doneTitle: t('doneTitle'),
        done: t('done'),
        expired: t('expired'),
      }}
      words={await getAccessWords('keepAccount')}
    />
  );
}
