'use client';

import { MonitorSmartphone } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { FactorRow } from '@/components/security/factor-row';
import { Badge } from '@/components/ui/badge';
import { Banner } from '@/components/ui/banner';
import { Card } from '@/components/ui/card';
import { OutsideLink } from '@/components/ui/text-link';
import { When } from '@/components/when';
import type { AllowedApp } from '@/server/oauth/apps';
import { RevokeButton } from './revoke-button';
import { useDeviceName } from './use-device-name';

const when = (at: Date) => ({ when: () => <When at={at} /> });

/** One app: what it may do in plain words, since when, and where it is signed in. */
export function AppCard({ app }: { app: AllowedApp }) {
  const t = useTranslations('apps');
  const common = useTranslations('common');
  const words = useTranslations('scopes');
  const name = isolate(app.name);
  return (
    <Card
      title={name}
      description={app.description ? <bdi>{app.description}</bdi> : undefined}
      aside={!app.enabled && <Badge tone="warning">{t('off')}</Badge>}
      hint={t('devices', { count: app.deviceCount })}
      action={<RevokeButton app={app} />}
      className="wrap-anywhere"
    >
      {!app.enabled && <Banner tone="warning">{t('offText')}</Banner>}
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-text-muted">
        <li>{t.rich('since', when(app.since))}</li>
        {app.website && (
          <li className="min-w-0">
            <OutsideLink
              href={app.website}
              newTabLabel={common('newTab')}
              className="inline-block min-h-6 pointer-coarse:min-h-11"
            >
              {t('website', { name })}
            </OutsideLink>
          </li>
        )}
      </ul>
      <div>
        <h3 className="mb-2 text-md text-text-muted">{t('may')}</h3>
        {app.scopes.length === 0 ? (
          <p className="text-md text-text-muted">{t('mayNothing')}</p>
        ) : (
          <ul className="flex flex-col gap-2">
            {app.scopes.map((scope) => (
              <li key={scope}>
                <p className="font-medium text-md">{words(`${scope}.title`)}</p>
                <p className="text-sm text-text-muted">{words(`${scope}.text`)}</p>
              </li>
            ))}
          </ul>
        )}
      </div>
      {app.devices.length > 0 && (
        <ul aria-label={t('devicesOf', { name })}>
          {app.devices.map((device) => (
            <DeviceRow key={device.id} device={device} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function DeviceRow({ device }: { device: AllowedApp['devices'][number] }) {
  const t = useTranslations('apps');
  const nameOf = useDeviceName();
  return (
    <FactorRow
      icon={<MonitorSmartphone />}
      name={nameOf(device)}
      facts={[
        t.rich('lastUsed', when(device.lastSeenAt)),
        t.rich('deviceSince', when(device.createdAt)),
        device.ip && (
          <span key="address" className="tabular">
            {device.ip}
          </span>
        ),
      ]}
    />
  );
}
