'use client';

import { ScanQrCode, Smartphone } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { trpc } from '@/components/trpc';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { When } from '@/components/when';
import type { TotpAuthenticator } from '@/server/auth/totp';
import { AddTotp } from './add-totp';
import { useRemoval } from './removal';
import { RenamableRow } from './renamable-row';
import { UnreadCard } from './unread-card';

interface Props {
  apps: TotpAuthenticator[] | undefined;
  /** Whether a first one would make a second factor necessary; undefined when that is not known. */
  first: boolean | undefined;
}

/** The authenticator apps of a person: added, renamed, removed. */
export function TotpCard({ apps, first }: Props) {
  const t = useTranslations('security.totp');
  const title = useTranslations('securityCards')('totp');
  if (!apps) return <UnreadCard id="totp" title={title} />;
  return (
    <Card
      id="totp"
      title={title}
      description={first ? `${t('text')} ${t('first')}` : t('text')}
      action={<AddTotp />}
    >
      {apps.length === 0 ? (
        <EmptyState icon={<ScanQrCode />} title={t('empty')} text={t('emptyText')} />
      ) : (
        <ul aria-label={title}>
          {apps.map((app) => (
            <AppRow key={app.id} app={app} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function AppRow({ app: { id, name, createdAt, lastUsedAt } }: { app: TotpAuthenticator }) {
  const t = useTranslations('security');
  const ask = useRemoval();
  const when = (at: Date) => ({ when: () => <When at={at} /> });
  return (
    <RenamableRow
      name={name}
      icon={<Smartphone />}
      facts={[
        t.rich('added', when(createdAt)),
        lastUsedAt ? t.rich('lastUsed', when(lastUsedAt)) : t('neverUsed'),
      ]}
      rename={(to) => trpc.auth.totp.rename.mutate({ id, name: to })}
      remove={() =>
        ask({
          factor: 'totp',
          id,
          name,
          card: 'totp',
          remove: async () => {
            await trpc.auth.totp.remove.mutate({ id });
            return t('totp.removed', { name });
          },
        })
      }
    />
  );
}
