'use client';

import { Ban } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useOptimistic, useTransition } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { isolate } from '@/components/isolate';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { Acquaintance } from '@/server/contacts/queries';
import { BlockedPerson } from './blocked-person';

/** Whom a person has blocked; Unblock shows at once, with Undo. */
export function BlockedPeople({ blocked: saved }: { blocked: Acquaintance[] }) {
  const t = useTranslations('privacy');
  const router = useRouter();
  const tellRefusal = useRefusalToast();
  const [, startChanging] = useTransition();
  const [blocked, hide] = useOptimistic(saved, (people, gone: string) =>
    people.filter(({ userId }) => userId !== gone),
  );
  const kept = useKeptRow<HTMLDivElement>(blocked.map(({ userId }) => userId).join(' '));

  function unblock({ userId, displayName }: Acquaintance) {
    const name = displayName ? isolate(displayName) : t('blockedUnseen');
    startChanging(async () => {
      hide(userId);
      try {
        const trpc = await fetchTrpc();
        await trpc.privacy.blocks.remove.mutate({ userId });
        void showToast({
          id: userId,
          text: t('unblocked', { name }),
          description: t('unblockedText'),
          tone: 'success',
          action: { label: t('undo'), onAction: () => blockAgain(userId, name) },
        });
        router.refresh();
      } catch (error) {
        tellRefusal(error);
      }
    });
  }

  function blockAgain(userId: string, name: string) {
    startChanging(async () => {
      try {
        const trpc = await fetchTrpc();
        await trpc.privacy.blocks.add.mutate({ userId });
        void showToast({ id: userId, text: t('reblocked', { name }), tone: 'success' });
        router.refresh();
      } catch (error) {
        tellRefusal(error);
      }
    });
  }

  return (
    <Card id="blockedPeople" title={t('blockedCard')} description={t('blockedText')}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title. */}
      <div {...kept} role="group" aria-label={t('blockedCard')} tabIndex={-1}>
        {blocked.length > 0 ? (
          <ul aria-label={t('blockedCard')} className="divide-y">
            {blocked.map((person) => (
              <BlockedPerson key={person.userId} person={person} onUnblock={() => unblock(person)} />
            ))}
          </ul>
        ) : (
          <EmptyState icon={<Ban />} title={t('blockedEmpty')} text={t('blockedEmptyText')} />
        )}
      </div>
    </Card>
  );
}
