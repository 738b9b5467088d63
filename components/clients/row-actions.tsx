'use client';

import { Ellipsis, KeyRound, Pencil, ShieldQuestion, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import type { ListedClient } from '@/server/oauth/client-queries';

/** Something to be done with an app that asks for more than a press. */
export interface Ask {
  what: 'edit' | 'rotate' | 'remove';
  client: ListedClient;
}

interface Props {
  client: ListedClient;
  /** Gives roles and grants, and so sees who may do what with it. */
  mayGive: boolean;
  onAsk: (ask: Ask) => void;
}

/** What can be done with one app. */
export function RowActions({ client, mayGive, onAsk }: Props) {
  const t = useTranslations('clients');
  const action = (what: Ask['what'], label: string, icon: React.ReactNode): MenuEntry => ({
    kind: 'action',
    label,
    icon,
    tone: what === 'remove' ? 'danger' : 'neutral',
    onSelect: () => onAsk({ what, client }),
  });
  return (
    <Menu
      label={t('actionsNamed', { name: isolate(client.name) })}
      trigger={<Ellipsis aria-hidden="true" />}
      triggerSize="icon"
      entries={[
        action('edit', t('edit'), <Pencil />),
        ...(client.type === 'confidential' ? [action('rotate', t('newSecret'), <KeyRound />)] : []),
        ...(mayGive
          ? [
              {
                kind: 'link' as const,
                label: t('access'),
                href: `/admin/clients/${client.id}`,
                icon: <ShieldQuestion />,
              },
            ]
          : []),
        action('remove', t('remove'), <Trash2 />),
      ]}
    />
  );
}
