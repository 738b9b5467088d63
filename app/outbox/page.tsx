import { Inbox } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getLocale, getTimeZone, getTranslations } from 'next-intl/server';
import { PublicShell } from '@/components/navigation/public-shell';
import { OutboxMail } from '@/components/outbox/outbox-mail';
import { RefreshButton } from '@/components/outbox/refresh-button';
import { EmptyState } from '@/components/ui/empty-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { TextLink } from '@/components/ui/text-link';
import { momentText } from '@/messages/dates';
import { outboxOfDemo, viewer } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('outbox'))('title'), referrer: 'no-referrer' };
}

/** The mails of a demo, a list or one of them; a real installation has no such page. */
export default async function OutboxPage({ searchParams }: { searchParams: Promise<{ mail?: string }> }) {
  const outbox = outboxOfDemo();
  if (!outbox) notFound();
  const { mail: id } = await searchParams;
  const [me, t] = await Promise.all([viewer(), getTranslations('outbox')]);
  if (id !== undefined) {
    const mail = await outbox.read(String(id));
    if (!mail) notFound();
    return (
      <PublicShell me={me}>
        <OutboxMail mail={mail} />
      </PublicShell>
    );
  }
  return (
    <PublicShell me={me}>
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div>
          <h1>{t('title')}</h1>
          <p className="mt-1 text-md text-text-muted">{t('lead')}</p>
        </div>
        <RefreshButton label={t('refresh')} />
      </div>
      <MailList mails={await outbox.list()} />
    </PublicShell>
  );
}

async function MailList({ mails }: { mails: { id: string; to: string; subject: string; sentAt: Date }[] }) {
  const [t, locale, timeZone] = await Promise.all([getTranslations('outbox'), getLocale(), getTimeZone()]);
  if (!mails.length) return <EmptyState icon={<Inbox />} title={t('empty')} text={t('emptyText')} />;
  return (
    <ul aria-label={t('list')} className="mt-6 divide-y overflow-clip rounded-lg border bg-surface">
      {mails.map(({ id, to, subject, sentAt }) => (
        <li
          key={id}
          className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-3 text-md"
        >
          <div className="wrap-anywhere min-w-0">
            <TextLink href={`/outbox?mail=${id}`}>{subject}</TextLink>
            <p className="text-sm text-text-muted">{to}</p>
          </div>
          <RelativeTime
            at={sentAt}
            locale={locale}
            exact={momentText({ at: sentAt, locale, timeZone })}
            className="text-sm text-text-muted"
          />
        </li>
      ))}
    </ul>
  );
}
