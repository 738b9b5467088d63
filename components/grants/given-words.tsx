'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { When } from '@/components/when';
import { momentText } from '@/messages/dates';

/** Who gave something, when, until when, and why. */
export interface GivenFacts {
  /** A handle; null: the command line, or somebody who has left. */
  by: string | null;
  at: Date | string | null;
  until: Date | string | null;
  reason: string;
  /** It was denied, not given. */
  isDenial?: boolean;
}

/** The same in a line. */
export function GivenWords({ given }: { given: GivenFacts }) {
  const { by, at, until, reason, isDenial = false } = given;
  const t = useTranslations('grants');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const end = until === null ? null : new Date(until);
  return (
    <p className="wrap-anywhere text-sm text-text-muted">
      {by === null
        ? t(isDenial ? 'deniedBySystem' : 'bySystem')
        : t(isDenial ? 'deniedBy' : 'by', { handle: by })}
      {at !== null && (
        <>
          {', '}
          <When at={at} />
        </>
      )}
      {end && ` · ${t('untilMoment', { moment: momentText({ at: end, locale, timeZone }) })}`}
      {end && end <= new Date() && (
        <>
          {' '}
          <Badge>{t('over')}</Badge>
        </>
      )}
      {reason !== '' && (
        <>
          {' · '}
          <bdi>{reason}</bdi>
        </>
      )}
    </p>
  );
}
