import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import type { AnnouncementPreview } from '@/server/notifications/announcement-preview';

/** For how many it is, and the mail as it would be; the focus goes there, since that is what was asked for. */
export function AnnouncementPreviewed({ preview }: { preview: AnnouncementPreview }) {
  const t = useTranslations('announcements');
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []);
  const { people, more, mail } = preview;
  return (
    <section
      ref={place}
      tabIndex={-1}
      aria-label={t('previewTitle')}
      className="flex flex-col gap-3 rounded-md border bg-surface-sunken p-4"
    >
      <p className="font-medium text-md">{t(more ? 'previewMany' : 'previewPeople', { count: people })}</p>
      <div>
        <p className="text-sm text-text-muted">{t('previewMail')}</p>
        <p dir="auto" className="mt-2 font-medium wrap-anywhere">
          {mail.subject}
        </p>
        <pre dir="auto" className="mt-1 whitespace-pre-wrap font-sans text-md wrap-anywhere">
          {mail.text}
        </pre>
      </div>
    </section>
  );
}
