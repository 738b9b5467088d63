'use client';

import { MonitorSmartphone } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { trpc } from '@/components/trpc';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import { When } from '@/components/when';
import { dateText } from '@/messages/dates';
import type { TrustedDevice } from '@/server/auth/trusted-devices';
import { FactorRow } from './factor-row';
import { UnreadCard } from './unread-card';
import { useDeviceWords } from './use-device-words';
import { useKeptFocus } from './use-kept-focus';

/** The browsers in which a password is enough for a while. */
export function TrustedDevicesCard({ devices }: { devices: TrustedDevice[] | undefined }) {
  const t = useTranslations('security.trustedDevices');
  const title = useTranslations('securityCards')('trustedDevices');
  const place = useKeptFocus<HTMLDivElement>(devices?.length);
  if (!devices) return <UnreadCard id="trustedDevices" title={title} />;
  return (
    <Card id="trustedDevices" title={title} description={t('text')}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title. */}
      <div ref={place} role="group" aria-label={title} tabIndex={-1}>
        {devices.length === 0 ? (
          <p className="text-md">
            {t('empty')} <span className="text-text-muted">{t('emptyText')}</span>
          </p>
        ) : (
          <ul aria-label={title}>
            {devices.map((device) => (
              <DeviceRow key={device.id} device={device} />
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

function DeviceRow({ device }: { device: TrustedDevice }) {
  const t = useTranslations('security');
  const until = dateText({ at: device.expiresAt, locale: useLocale(), timeZone: useTimeZone() });
  const tellRefusal = useRefusalToast();
  const deviceWords = useDeviceWords();
  const router = useRouter();
  const [revoking, setRevoking] = useState(false);
  const { id, ip, lastUsedAt, thisDevice } = device;
  const name = deviceWords(device);

  async function revoke() {
    setRevoking(true);
    try {
      await trpc.auth.trustedDevices.revoke.mutate({ id });
      void showToast({ text: t('trustedDevices.revoked'), tone: 'success' });
      router.refresh();
    } catch (error) {
      tellRefusal(error);
      setRevoking(false);
    }
  }

  return (
    <FactorRow
      icon={<MonitorSmartphone />}
      name={name}
      badges={thisDevice && <Badge tone="success">{t('trustedDevices.this')}</Badge>}
      facts={[
        t('trustedDevices.until', { date: until }),
        t.rich('lastUsed', { when: () => <When at={lastUsedAt} /> }),
        ip && (
          <span key="address" className="tabular">
            {ip}
          </span>
        ),
      ]}
      actions={
        <Button
          size="sm"
          loading={revoking}
          aria-label={t('trustedDevices.revokeNamed', { device: name })}
          onClick={revoke}
        >
          {t('trustedDevices.revoke')}
        </Button>
      }
    />
  );
}
