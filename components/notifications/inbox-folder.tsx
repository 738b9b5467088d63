'use client';

/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the keys of a list are those of whatever has the focus in it */

import { Archive, BellOff, Inbox as InboxIcon, PauseCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { MoreLines } from '@/components/settings/more-lines';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Kbd } from '@/components/ui/kbd';
import { SkeletonRows } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { useRefusalWords } from '@/components/use-refusal-words';
import type { FolderName } from '@/server/notifications/rules';
import { inboxKeys } from './inbox-keys';
import { InboxKeysDialog } from './inbox-keys-dialog';
import type { NotificationPage } from './inbox-merge';
import { InboxRow } from './inbox-row';
import { useNotificationActions } from './inbox-use-actions';
import { useNotificationFolder } from './inbox-use-folder';

const ICONS = { unread: InboxIcon, all: InboxIcon, archived: Archive, held: PauseCircle };

interface Props {
  name: FolderName;
  /** What the server read with the page. */
  first: NotificationPage | undefined;
  isOpen: boolean;
}

/** One folder of what a person was told, newest first, as it is at this moment; what comes meanwhile waits for a press. */
export function NotificationFolder({ name, first, isOpen }: Props) {
  const t = useTranslations('notifications');
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const folder = useNotificationFolder(name, first, isOpen);
  const actions = useNotificationActions(folder);
  const [isHelping, setHelping] = useState(false);
  const { notifications, arrived } = folder;
  const kept = useKeptRow<HTMLDivElement>(notifications?.map(({ id }) => id).join(' ') ?? '');
  const list = useRef<HTMLUListElement>(null);

  const focusFirst = () => list.current?.querySelector<HTMLElement>('[data-key=open]')?.focus();

  function showArrived() {
    folder.showArrived();
    requestAnimationFrame(focusFirst);
  }

  /** The button goes, as there is nothing unread. */
  function markAll() {
    focusFirst();
    void actions.markAll();
  }

  if (!notifications)
    return (
      <div className="rounded-lg border bg-surface p-4">
        {folder.refusal ? (
          <ErrorState
            title={words(folder.refusal)}
            retryLabel={errors('retry')}
            onRetry={() => void folder.refresh()}
          />
        ) : (
          <SkeletonRows label={t('loading')} />
        )}
      </div>
    );

  const hasUnread = name === 'unread' && notifications.some(({ read }) => !read);
  const Icon = name === 'held' && notifications.length === 0 ? BellOff : ICONS[name];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend, and the tab names it.
    <div
      {...kept}
      role="group"
      aria-label={t(`folders.${name}`)}
      tabIndex={-1}
      onKeyDown={inboxKeys(() => setHelping(true))}
      className="outline-none"
    >
      <div className="mb-2 flex flex-wrap items-center gap-2 empty:hidden">
        {hasUnread && (
          <Button size="sm" onClick={markAll}>
            {t('markAll')}
          </Button>
        )}
        {arrived > 0 && (
          <Button size="sm" variant="primary" onClick={showArrived}>
            {t('arrived', { count: arrived })}
          </Button>
        )}
      </div>
      <p role="status" className="sr-only">
        {arrived > 0 ? t('arrived', { count: arrived }) : ''}
      </p>
      {name === 'held' && <p className="mb-3 text-md text-text-muted">{t('heldText')}</p>}
      {notifications.length === 0 ? (
        <div className="rounded-lg border bg-surface p-4">
          <EmptyState
            icon={<Icon />}
            title={t(`empty.${name}`)}
            text={t(`emptyText.${name}`)}
            action={<TextLink href="/settings/notifications">{t('choose')}</TextLink>}
          />
        </div>
      ) : (
        <>
          <ul
            ref={list}
            aria-label={t(`folders.${name}`)}
            aria-keyshortcuts="J K E U S"
            className="divide-y overflow-clip rounded-lg border bg-surface"
          >
            {notifications.map((notification) => (
              <InboxRow key={notification.id} notification={notification} folder={name} actions={actions} />
            ))}
          </ul>
          <p className="mt-3 text-sm text-text-muted pointer-coarse:hidden">
            {t.rich('keysHint', { help: () => <Kbd>?</Kbd> })}
          </p>
        </>
      )}
      <MoreLines list={folder} label={t('showMore')} />
      <InboxKeysDialog open={isHelping} onClose={() => setHelping(false)} />
    </div>
  );
}
