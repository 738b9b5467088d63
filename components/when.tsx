'use client';

import { useLocale, useTimeZone } from 'next-intl';
import { RelativeTime } from '@/components/ui/relative-time';
import { momentText } from '@/messages/dates';

/** "3 hours ago" in the person's language, with the exact time in their zone on hover. */
export function When({ at }: { at: Date | string }) {
  const locale = useLocale();
  const exact = momentText({ at: new Date(at), locale, timeZone: useTimeZone() });
  return <RelativeTime at={at} locale={locale} exact={exact} />;
}
