'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { Banner } from '@/components/ui/banner';
import { momentText } from '@/messages/dates';
import type { ReusedToken } from '@/server/oauth/apps';
import { useDeviceName } from './use-device-name';

/** Something of an app that works once was used twice: by whom and when both times, and what was closed. */
export function ReusedNotice({ use: { name, first, second } }: { use: ReusedToken }) {
  const t = useTranslations('apps');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  const nameOf = useDeviceName();
  const words = ({ at, ip, ...device }: ReusedToken['first']) =>
    t('reusedUse', {
      when: at === null ? t('unknownTime') : momentText({ ...zone, at: new Date(at) }),
      device: nameOf(device),
      address: ip ?? t('unknownAddress'),
    });
  return (
    <Banner tone="danger" className="wrap-anywhere">
      <div className="flex flex-col gap-2">
        <p className="font-medium">
          {t('reusedTitle', { name: name === null ? t('anApp') : isolate(name) })}
        </p>
        <dl className="grid gap-x-4 sm:grid-cols-[auto_1fr]">
          <dt className="text-text-muted">{t('reusedFirst')}</dt>
          <dd>{words(first)}</dd>
          <dt className="text-text-muted">{t('reusedSecond')}</dt>
          <dd>{words(second)}</dd>
        </dl>
        <p>{t('reusedClosed')}</p>
        <p className="text-text-muted">{t('reusedText')}</p>
      </div>
    </Banner>
  );
}
