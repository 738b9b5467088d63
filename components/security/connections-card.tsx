'use client';

import { Link2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { trpc } from '@/components/trpc';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { When } from '@/components/when';
import type { ConnectionList } from '@/server/auth/connections';
import type { ConnectionOutcome } from '@/server/auth/provider-paths';
import { ConnectButton } from './connect-button';
import { FactorRow } from './factor-row';
import { PROVIDER_NAMES } from './provider-names';
import { useRemoval } from './removal';
import { UnreadCard } from './unread-card';

interface Props {
  list: ConnectionList | undefined;
  /** What came of a way to a provider that has just ended, as the address tells it. */
  outcome: string | undefined;
}

/** Accounts elsewhere that sign in here; nothing where this installation offers none and the person has none. */
export function ConnectionsCard({ list, outcome }: Props) {
  const t = useTranslations('security.connections');
  const title = useTranslations('securityCards')('connections');
  if (!list) return <UnreadCard id="connections" title={title} />;
  if (!list.offered.length && !list.connections.length) return null;
  return (
    <Card
      id="connections"
      title={title}
      description={t('text')}
      action={
        list.offered.length > 0 ? (
          <div className="flex flex-auto flex-wrap justify-end gap-2">
            {list.offered.map((provider) => (
              <ConnectButton key={provider} provider={provider} name={PROVIDER_NAMES[provider]} />
            ))}
          </div>
        ) : undefined
      }
    >
      {isOutcome(outcome) && <Outcome outcome={outcome} />}
      {list.connections.length > 0 && (
        <ul aria-label={title}>
          {list.connections.map((connection) => (
            <ConnectionRow key={connection.provider + connection.accountId} connection={connection} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function ConnectionRow({ connection }: { connection: ConnectionList['connections'][number] }) {
  const t = useTranslations('security');
  const ask = useRemoval();
  const [asking, setAsking] = useState(false);
  const { provider, accountId, label: name, createdAt, lastUsedAt } = connection;
  const when = (at: Date) => ({ when: () => <When at={at} /> });
  const words = { name, provider: PROVIDER_NAMES[provider] };

  async function disconnect() {
    setAsking(true);
    await ask({
      factor: 'connection',
      name,
      card: 'connections',
      remove: async () => {
        await trpc.auth.connections.remove.mutate({ provider, accountId });
        return t('connections.removed', words);
      },
    });
    setAsking(false);
  }

  return (
    <FactorRow
      icon={<Link2 />}
      name={name}
      facts={[
        PROVIDER_NAMES[provider],
        t.rich('added', when(createdAt)),
        lastUsedAt ? t.rich('lastUsed', when(lastUsedAt)) : t('neverUsed'),
      ]}
      actions={
        <Button
          size="sm"
          loading={asking}
          aria-label={t('connections.disconnectNamed', words)}
          onClick={disconnect}
        >
          {t('connections.disconnect')}
        </Button>
      }
    />
  );
}

const OUTCOMES: Record<ConnectionOutcome, true> = {
  added: true,
  taken: true,
  expired: true,
  cancelled: true,
  failed: true,
};

function isOutcome(outcome: string | undefined): outcome is ConnectionOutcome {
  return outcome !== undefined && Object.hasOwn(OUTCOMES, outcome);
}

/** Told once: the address is cleaned, so that a reload does not tell it again. */
function Outcome({ outcome }: { outcome: ConnectionOutcome }) {
  const t = useTranslations('security.connections.outcome');
  useEffect(() => {
    history.replaceState(history.state, '', location.pathname + location.hash);
  }, []);
  return (
    <Banner tone={outcome === 'added' ? 'success' : 'warning'} role="status">
      {t(outcome)}
    </Banner>
  );
}
