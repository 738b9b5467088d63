'use client';

import type { inferRouterOutputs } from '@trpc/server';
import { AppWindow, BellOff, Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useOptimistic, useState, useTransition } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { isolate } from '@/components/isolate';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { TextLink } from '@/components/ui/text-link';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import { momentText } from '@/messages/dates';
import type { Mute } from '@/server/notifications/types';
import type { AppRouter } from '@/server/router';

type Page = inferRouterOutputs<AppRouter>['notifications']['mutes']['list'];

/** Of whom, of which groups and of which apps nothing is heard; Un-mute shows at once, with Undo. */
export function SettingsMutes({ first }: { first: Page }) {
  const t = useTranslations('notificationSettings');
  const router = useRouter();
  const tellRefusal = useRefusalToast();
  const [, startChanging] = useTransition();
  const [further, setFurther] = useState<Page>();
  const [loading, setLoading] = useState(false);
  const known = [...first.mutes, ...(further?.mutes ?? [])];
  const [mutes, hide] = useOptimistic(known, (all, gone: string) => all.filter((one) => keyOf(one) !== gone));
  const kept = useKeptRow<HTMLDivElement>(mutes.map(keyOf).join(' '));
  const next = further ? further.next : first.next;

  function unmute(mute: Mute, name: string) {
    const { kind, id, until } = mute;
    startChanging(async () => {
      hide(keyOf(mute));
      try {
        const trpc = await fetchTrpc();
        await trpc.notifications.mutes.remove.mutate({ kind, id });
        setFurther((now) => now && { ...now, mutes: now.mutes.filter((one) => keyOf(one) !== keyOf(mute)) });
        void showToast({
          id: keyOf(mute),
          text: t('mutes.unmuted', { name }),
          tone: 'success',
          action: {
            label: t('undo'),
            onAction: () => muteAgain({ kind, id, ...(until && { until }) }, name),
          },
        });
        router.refresh();
      } catch (error) {
        tellRefusal(error);
      }
    });
  }

  function muteAgain(mute: Pick<Mute, 'kind' | 'id'> & { until?: string }, name: string) {
    startChanging(async () => {
      try {
        const trpc = await fetchTrpc();
        await trpc.notifications.mutes.add.mutate(mute);
        void showToast({ text: t('mutes.muted', { name }), tone: 'success' });
        router.refresh();
      } catch (error) {
        tellRefusal(error);
      }
    });
  }

  async function loadMore() {
    if (loading || next === null) return;
    setLoading(true);
    try {
      const trpc = await fetchTrpc();
      const page = await trpc.notifications.mutes.list.query({ after: next });
      setFurther((now) => ({ mutes: [...(now?.mutes ?? []), ...page.mutes], next: page.next }));
    } catch (error) {
      tellRefusal(error);
    } finally {
      setLoading(false);
    }
  }

  return (
    <Card id="mutes" title={t('mutes.title')} description={t('mutes.text')}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title. */}
      <div {...kept} role="group" aria-label={t('mutes.title')} tabIndex={-1} className="flex flex-col gap-4">
        {mutes.length > 0 ? (
          <ul aria-label={t('mutes.title')} className="divide-y">
            {mutes.map((mute) => (
              <MutedRow key={keyOf(mute)} mute={mute} onUnmute={(name) => unmute(mute, name)} />
            ))}
          </ul>
        ) : (
          <EmptyState icon={<BellOff />} title={t('mutes.empty')} text={t('mutes.emptyText')} />
        )}
        {next !== null && (
          <Button className="self-center" loading={loading} onClick={() => void loadMore()}>
            {t('mutes.more')}
          </Button>
        )}
      </div>
    </Card>
  );
}

function MutedRow({ mute, onUnmute }: { mute: Mute; onUnmute: (name: string) => void }) {
  const t = useTranslations('notificationSettings.mutes');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const { kind, name, handle, until } = mute;
  const called = name === null ? t(kind) : isolate(name);
  const kindName = t(`kinds.${kind}`);
  const ends = until && momentText({ at: new Date(until), locale, timeZone });
  return (
    <li
      data-row={keyOf(mute)}
      tabIndex={-1}
      className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3 first:pt-0 last:pb-0"
    >
      {kind === 'group' && <Users aria-hidden="true" className="size-4 shrink-0 text-text-muted" />}
      {kind === 'app' && <AppWindow aria-hidden="true" className="size-4 shrink-0 text-text-muted" />}
      <div className="wrap-anywhere min-w-0 flex-1 basis-48">
        {kind === 'person' && handle ? (
          <TextLink href={`/u/${handle}`} prefetch={false} className="text-md">
            <bdi>{name}</bdi>
          </TextLink>
        ) : (
          <p className="text-md">
            <bdi>{name ?? t(kind)}</bdi>
          </p>
        )}
        <p className="text-sm text-text-muted">
          {kind === 'person' && handle && `@${handle} · `}
          {ends ? t('until', { kind: kindName, moment: ends }) : kindName}
        </p>
      </div>
      <Button
        size="sm"
        className="ms-auto"
        aria-label={t('unmuteNamed', { name: called })}
        onClick={() => onUnmute(called)}
      >
        {t('unmute')}
      </Button>
    </li>
  );
}

function keyOf({ kind, id }: Pick<Mute, 'kind' | 'id'>) {
  return `${kind}:${id}`;
}
