import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AccessHeading } from '@/components/access/access-heading';
import { CheckMail } from '@/components/access/check-mail';
import { SentTo } from '@/components/access/sent-to';
import { getAccessWords } from '@/components/access/words';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('access'))('checkMailTitle') };
}

export default async function CheckMailPage() {
  const t = await getTranslations('access');
  return (
    <>
      <AccessHeading
        title={t('checkMailTitle')}
        lead={t.rich('checkMailText', { address: () => <SentTo /> })}
      />
      <CheckMail words={await getAccessWords('checkMail')} />
    </>
  );
}
