'use client';

import { useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { dayIn, daysAfter, momentIn } from '@/components/account/zoned-day';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { useLazyPart } from '@/components/ui/use-lazy-part';
import { usePause } from './settings-use-pause';

const MINUTE = 60_000;
const load = () => import('./settings-pause-dialog').then((module) => module.SettingsPauseDialog);

/** Holds mail and push for a while; the moment to choose by date is asked for in a dialog. */
export function SettingsPause({ pausedUntil }: { pausedUntil: string | null }) {
  const t = useTranslations('notificationSettings.pause');
  const timeZone = useTimeZone() ?? 'UTC';
  const { pauseUntil, changing } = usePause(pausedUntil);
  const [asking, setAsking] = useState(false);
  const Dialog = useLazyPart(load, asking);
  const after = (minutes: number) => new Date(Date.now() + minutes * MINUTE);
  const tomorrow = () => momentIn(`${daysAfter(dayIn(new Date(), timeZone), 1)}T08:00`, timeZone);
  const press = (moment: () => Date) => () => pauseUntil(moment().toISOString());
  return (
    <Card id="notificationPause" title={t('title')} description={t('text')}>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons need no fieldset; the card has a title. */}
      <div role="group" aria-label={t('choices')} aria-busy={changing} className="flex flex-wrap gap-2">
        <Button size="sm" onClick={press(() => after(30))}>
          {t('halfHour')}
        </Button>
        <Button size="sm" onClick={press(() => after(60))}>
          {t('hour')}
        </Button>
        <Button size="sm" onClick={press(tomorrow)}>
          {t('tomorrow')}
        </Button>
        <Button size="sm" aria-haspopup="dialog" onClick={() => setAsking(true)}>
          {t('date')}
        </Button>
      </div>
      {Dialog && <Dialog open={asking} onOpenChange={setAsking} onPause={pauseUntil} />}
    </Card>
  );
}
