'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { EventDays } from '@/components/security/event-days';
import { useDeviceWords } from '@/components/security/use-device-words';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import { When } from '@/components/when';
import type { PersonView } from '@/server/moderation/people-page';
import { EndSessionsDialog } from './end-sessions-dialog';
import { ResetFactors } from './reset-factors';
import { useEndSessions } from './use-end-sessions';

interface Props {
  userId: string;
  security: NonNullable<PersonView['security']>;
  mayEnd: boolean;
  mayReset: boolean;
}

/** Where somebody is signed in, and with what they do. */
export function PersonSecurity({ userId, security: { sessions, factors, events }, mayEnd, mayReset }: Props) {
  const t = useTranslations('people');
  const device = useDeviceWords();
  const hasSecond = factors.passkeys + factors.authenticators + factors.recoveryCodes > 0;
  const [asking, setAsking] = useState(false);
  const { end, ending } = useEndSessions();
  return (
    <>
      <Card
        title={t('sessions')}
        action={
          mayEnd && sessions.length > 0 ? (
            <Button onClick={() => setAsking(true)}>{t('end')}</Button>
          ) : undefined
        }
      >
        {sessions.length === 0 ? (
          <p className="text-md text-text-muted">{t('signedInNowhere')}</p>
        ) : (
          <ul className="divide-y text-md">
            {sessions.map(({ id, browser, system, ip, lastSeenAt }) => (
              <li key={id} className="flex flex-wrap gap-x-3 gap-y-1 py-2.5 first:pt-0 last:pb-0">
                <span>{device({ browser, system })}</span>
                <span className="text-text-muted">
                  {ip} · <When at={lastSeenAt} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card
        title={t('factors')}
        action={mayReset && hasSecond ? <ResetFactors userId={userId} /> : undefined}
      >
        <DescriptionList
          items={[
            { term: t('password'), details: t(factors.password ? 'yes' : 'no') },
            { term: t('passkeys'), details: factors.passkeys },
            { term: t('authenticators'), details: factors.authenticators },
            { term: t('recoveryCodes'), details: factors.recoveryCodes },
          ]}
        />
      </Card>
      <Card title={t('securityLog')}>
        {events.length === 0 ? (
          <p className="text-md text-text-muted">{t('noEvents')}</p>
        ) : (
          <EventDays events={events} />
        )}
      </Card>
      <EndSessionsDialog
        open={asking}
        count={1}
        loading={ending}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          await end([userId]);
          setAsking(false);
        }}
      />
    </>
  );
}
