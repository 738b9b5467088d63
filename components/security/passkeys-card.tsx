'use client';

import { Fingerprint, KeyRound, Laptop, Usb, Vault } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { trpc } from '@/components/trpc';
import { Badge } from '@/components/ui/badge';
import { Banner } from '@/components/ui/banner';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { When } from '@/components/when';
import type { Passkey, PasskeyList } from '@/server/auth/passkeys';
import { AddPasskey } from './add-passkey';
import { providerFamily } from './provider-family';
import { useRemoval } from './removal';
import { RenamableRow } from './renamable-row';
import { signalPasskeys } from './signal-passkeys';
import { UnreadCard } from './unread-card';

const ICONS = {
  securityKey: <Usb />,
  computer: <Laptop />,
  manager: <Vault />,
  other: <KeyRound />,
};

interface Props {
  list: PasskeyList | undefined;
  /** Whether a first one would make a second factor necessary; undefined when that is not known. */
  first: boolean | undefined;
}

/** The passkeys of a person: added, renamed, removed. */
export function PasskeysCard({ list, first }: Props) {
  const t = useTranslations('security.passkeys');
  const title = useTranslations('securityCards')('passkeys');
  // After each change of the list the browser hears of it, whatever changed it.
  const known = list?.passkeys.map(({ credentialId, name }) => credentialId + name).join();
  useEffect(() => {
    if (known !== undefined) void signalPasskeys();
  }, [known]);

  if (!list) return <UnreadCard id="passkeys" title={title} />;
  return (
    <Card
      id="passkeys"
      title={title}
      description={first ? `${t('text')} ${t('first')}` : t('text')}
      action={<AddPasskey />}
    >
      {list.passkeys.length === 0 ? (
        <EmptyState icon={<Fingerprint />} title={t('empty')} text={t('emptyText')} />
      ) : (
        <ul aria-label={title}>
          {list.passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const t = useTranslations('security');
  const ask = useRemoval();
  const { id, name, provider, synced, createdAt, lastUsedAt, counterWentBackAt } = passkey;
  const when = (at: Date) => ({ when: () => <When at={at} /> });
  return (
    <RenamableRow
      name={name}
      icon={ICONS[providerFamily(provider)]}
      badges={<Badge>{t(synced ? 'passkeys.synced' : 'passkeys.deviceBound')}</Badge>}
      facts={[
        provider !== name && provider,
        t.rich('added', when(createdAt)),
        lastUsedAt ? t.rich('lastUsed', when(lastUsedAt)) : t('neverUsed'),
      ]}
      note={
        counterWentBackAt && (
          <Banner tone="warning" className="mt-3">
            {t.rich('passkeys.wentBack', when(counterWentBackAt))}
          </Banner>
        )
      }
      rename={(to) => trpc.auth.passkeys.rename.mutate({ id, name: to })}
      remove={() =>
        ask({
          factor: 'passkey',
          id,
          name,
          card: 'passkeys',
          remove: async (options) => {
            const { endedSessions } = await trpc.auth.passkeys.remove.mutate({ id, ...options });
            return t('passkeys.removed', { name, count: endedSessions });
          },
        })
      }
    />
  );
}
