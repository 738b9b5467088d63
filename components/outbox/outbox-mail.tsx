import { getLocale, getTimeZone, getTranslations } from 'next-intl/server';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tabs } from '@/components/ui/tabs';
import { TextLink } from '@/components/ui/text-link';
import { momentText } from '@/messages/dates';
import { MailFrame } from './mail-frame';

interface Mail {
  subject: string;
  to: string;
  sentAt: Date;
  html: string;
  text: string;
}

/** One mail, as text with links that work, and as designed in a frame that can run nothing. */
export async function OutboxMail({ mail }: { mail: Mail }) {
  const [t, locale, timeZone] = await Promise.all([getTranslations('outbox'), getLocale(), getTimeZone()]);
  return (
    <article>
      <TextLink href="/outbox" className="text-sm">
        {t('back')}
      </TextLink>
      <h1 className="wrap-anywhere mt-3">{mail.subject}</h1>
      <p className="mt-1 mb-5 flex flex-wrap gap-x-4 text-sm text-text-muted">
        <span>
          {t('to')} {mail.to}
        </span>
        <RelativeTime
          at={mail.sentAt}
          locale={locale}
          exact={momentText({ at: mail.sentAt, locale, timeZone })}
        />
      </p>
      <Tabs
        label={t('view')}
        tabs={[
          {
            value: 'text',
            label: t('text'),
            panel: <MailText text={mail.text} />,
          },
          {
            value: 'html',
            label: t('html'),
            panel: <MailFrame title={t('frame')} html={mail.html} />,
          },
        ]}
      />
    </article>
  );
}

function MailText({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/\S+)/);
  return (
    <div className="wrap-anywhere whitespace-pre-wrap rounded-lg border bg-surface p-4 text-md">
      {parts.map((part, at) =>
        part.startsWith('http') ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text keep their places.
          <a key={at} href={part} className="underline underline-offset-3">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </div>
  );
}
