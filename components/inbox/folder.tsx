'use client';

/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the keys of a list are those of whatever has the focus in it */

import { Inbox as InboxIcon, UserRoundCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState } from 'react';
import { BlockDialog } from '@/components/contacts/block-dialog';
import { useNameOf } from '@/components/contacts/use-name-of';
import { ReportDialog } from '@/components/moderation/report-dialog';
import { MoreLines } from '@/components/settings/more-lines';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { EmptyState } from '@/components/ui/empty-state';
import { Kbd } from '@/components/ui/kbd';
import { TextLink } from '@/components/ui/text-link';
import type { MessageView } from '@/server/messages/queries';
import { MessageRow } from './message-row';
import { moveByKey } from './move-by-key';
import { type FolderName, type MessagePage, useFolder } from './use-folder';
import { useMessageActions } from './use-message-actions';

interface Props {
  name: FolderName;
  first: MessagePage;
  /** The message that the page was asked for with: it is open. */
  asked?: string | undefined;
}

/** One folder: its messages, newest first, of which one is open; and further back at a press. */
export function Folder({ name, first, asked }: Props) {
  const t = useTranslations('inbox');
  const nameOf = useNameOf();
  const folder = useFolder(name, first);
  const actions = useMessageActions(folder);
  const [open, setOpen] = useState(asked);
  // What the address asks for is open, until another is.
  const [wasAsked, setWasAsked] = useState(asked);
  const [blocking, setBlocking] = useState<{ message: MessageView; senderId: string; open: boolean }>();
  const [reporting, setReporting] = useState<{ message: MessageView; open: boolean }>();
  const kept = useKeptRow<HTMLDivElement>(folder.messages.map(({ id }) => id).join(' '));
  const { messages } = folder;

  if (wasAsked !== asked) {
    setWasAsked(asked);
    if (asked !== undefined) setOpen(asked);
  }
  const readAsked = useEffectEvent((id: string) => {
    if (messages.some((message) => message.id === id && !message.read)) void actions.mark(id, true);
  });
  useEffect(() => {
    if (asked !== undefined) readAsked(asked);
  }, [asked]);

  function toggle({ id, read }: MessageView) {
    setOpen(open === id ? undefined : id);
    if (open !== id && !read) void actions.mark(id, true);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend, and the tab names it.
    <div
      {...kept}
      role="group"
      aria-label={t(name)}
      tabIndex={-1}
      onKeyDown={moveByKey}
      className="outline-none"
    >
      {messages.length === 0 ? (
        <div className="rounded-lg border bg-surface p-4">
          <EmptyState
            icon={name === 'inbox' ? <InboxIcon /> : <UserRoundCheck />}
            title={t(name === 'inbox' ? 'empty' : 'requestsEmpty')}
            text={t(name === 'inbox' ? 'emptyText' : 'requestsEmptyText')}
            action={<TextLink href="/settings/privacy#reaching">{t('whoCanWrite')}</TextLink>}
          />
        </div>
      ) : (
        <>
          {name === 'requests' && <p className="mb-3 text-md text-text-muted">{t('requestsText')}</p>}
          <ul
            aria-label={t(name)}
            aria-keyshortcuts="J K"
            className="divide-y overflow-clip rounded-lg border bg-surface"
          >
            {messages.map((message) => (
              <MessageRow
                key={message.id}
                message={message}
                isRequest={name === 'requests'}
                isOpen={open === message.id}
                onToggle={() => toggle(message)}
                onUnread={() => {
                  setOpen(undefined);
                  void actions.mark(message.id, false);
                }}
                onRemove={() => void actions.remove(message)}
                onLetIn={() => void actions.letIn(message)}
                onBlock={(senderId) => setBlocking({ message, senderId, open: true })}
                onReport={() => setReporting({ message, open: true })}
              />
            ))}
          </ul>
          {messages.length > 1 && (
            <p className="mt-3 text-sm text-text-muted pointer-coarse:hidden">
              {t.rich('keys', {
                next: () => <Kbd>J</Kbd>,
                previous: () => <Kbd>K</Kbd>,
                open: () => <Kbd>{t('enterKey')}</Kbd>,
              })}
            </p>
          )}
        </>
      )}
      <MoreLines list={folder} label={t('more')} />
      {blocking && (
        <BlockDialog
          key={blocking.message.id}
          open={blocking.open}
          userId={blocking.senderId}
          name={nameOf(blocking.message.from)}
          onClose={() => setBlocking({ ...blocking, open: false })}
        />
      )}
      {reporting && (
        <ReportDialog
          open={reporting.open}
          subject={{ kind: 'message', id: reporting.message.id }}
          name={nameOf(reporting.message.from)}
          onClose={() => setReporting({ ...reporting, open: false })}
        />
      )}
    </div>
  );
}
