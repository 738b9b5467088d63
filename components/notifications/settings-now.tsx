'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { momentText } from '@/messages/dates';
import { usePause } from './settings-use-pause';

/** The longest that a timer of a browser waits. */
const LONGEST = 2_147_483_647;

interface Props {
  /** ISO 8601; null where there is no pause, or it is over. */
  pausedUntil: string | null;
  /** "07:00", by the person's clock; null when it is not quiet now. */
  quietUntil: string | null;
}

/** What holds now, and the way out of a pause. */
export function SettingsNow({ pausedUntil, quietUntil }: Props) {
  const t = useTranslations('notificationSettings.now');
  const router = useRouter();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const place = useRef<HTMLElement>(null);
  const { pauseUntil, changing } = usePause(pausedUntil);

  useEffect(() => {
    if (!pausedUntil) return;
    const over = setTimeout(
      () => router.refresh(),
      Math.min(Date.parse(pausedUntil) - Date.now() + 500, LONGEST),
    );
    return () => clearTimeout(over);
  }, [pausedUntil, router]);

  function end() {
    // The button goes with the pause; the focus stays where it was.
    place.current?.focus();
    pauseUntil(null);
  }

  return (
    <section ref={place} tabIndex={-1} aria-label={t('label')} className="mb-6 outline-none">
      <Banner
        role="status"
        tone={pausedUntil ? 'warning' : 'info'}
        action={
          pausedUntil && (
            <Button size="sm" loading={changing} onClick={end}>
              {t('end')}
            </Button>
          )
        }
      >
        {pausedUntil
          ? t('paused', { moment: momentText({ at: new Date(pausedUntil), locale, timeZone }) })
          : quietUntil
            ? t('quiet', { time: quietUntil })
            : t('nothing')}
      </Banner>
    </section>
  );
}
