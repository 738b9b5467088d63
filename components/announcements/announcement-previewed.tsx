import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import type { AnnouncementPreview } from '@/server/notifications/announcement-preview';

/** For how many it is, and the mail as it would be in each language that it is written in; the focus goes there, since that is what was asked for. */
export function AnnouncementPreviewed({ preview }: { preview: AnnouncementPreview }) {
  const t = useTranslations('announcements');
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []);
  const { people, more, mails } = preview;
  return (
    <section
      ref={place}
      tabIndex={-1}
      aria-label={t('previewTitle')}
      className="flex flex-col gap-3 rounded-md border bg-surface-sunken p-4"
    >
      <p className="font-medium text-md">{t(more ? 'previewMany' : 'previewPeople', { count: people })}</p>
      <p className="text-sm text-text-muted">{t('previewMail')}</p>
      {mails.map(({ locale, subject, text }) => (
        <div key={locale} className="border-t pt-3 first-of-type:border-t-0 first-of-type:pt-0">
          {mails.length > 1 && (
            <p className="text-sm text-text-muted">{t(locale === 'fr' ? 'french' : 'english')}</p>
          )}
          <p dir="auto" lang={locale} className="mt-1 font-medium wrap-anywhere">
            {subject}
          </p>
          <pre dir="auto" lang={locale} className="mt-1 whitespace-pre-wrap font-sans text-md wrap-anywhere">
            {text}
          </pre>
        </div>
      ))}
    </section>
  );
}
