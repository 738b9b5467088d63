'use client';

import { useLocale, useTimeZone } from 'next-intl';
import { RelativeTime } from '@/components/ui/relative-time';

/** "3 hours ago" in the person's language, with the exact time in their zone on hover. */
export function When({ at }: { at: Date | string }) {
  return <RelativeTime at={at} locale={useLocale()} timeZone={useTimeZone() ?? 'UTC'} />;
}
