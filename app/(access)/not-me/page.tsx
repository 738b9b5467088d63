import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { type Search, tokenOf } from '@/app/(access)/token';
import { AccessHeading } from '@/components/access/access-heading';
import { NotMe } from '@/components/access/not-me';
import { getAccessWords } from '@/components/access/words';
import { PlainLink } from '@/components/ui/plain-link';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('access'))('notMeTitle'), referrer: 'no-referrer' };
}

/** "This was not me", from a mail. Opening the link changes nothing, since scanners of mail open every link. */
export default async function NotMePage({ searchParams }: { searchParams: Search }) {
  const t = await getTranslations('access');
  const linkTo = (href: string) => (words: ReactNode) => <PlainLink href={href}>{words}</PlainLink>;
  return (
    <NotMe
      token={await tokenOf(searchParams)}
      question={
        <>
          <AccessHeading title={t('notMeTitle')} lead={t('notMeText')} />
          <ul className="mb-6 flex list-disc flex-col gap-2 rounded-lg border bg-surface p-4 ps-9 text-md">
            <li>{t('notMeSessions')}</li>
            <li>{t('notMeDevices')}</li>
            <li>{t('notMeLinks')}</li>
            <li>{t('notMeKept')}</li>
          </ul>
        </>
      }
      steps={
        <ol className="flex list-decimal flex-col gap-2 ps-5 text-md">
          <li>{t.rich('notMePassword', { link: linkTo('/forgot-password') })}</li>
          <li>{t.rich('notMeFactors', { link: linkTo('/settings/security') })}</li>
        </ol>
      }
      words={await getAccessWords('notMe')}
    />
  );
}
