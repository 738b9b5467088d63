'use client';

import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { ContactRequests } from '@/components/contacts/contact-requests';
import { NotificationFolder } from '@/components/notifications/inbox-folder';
import type { NotificationPage } from '@/components/notifications/inbox-merge';
import { OneReadingAtATime } from '@/components/read-anew';
import { Tabs } from '@/components/ui/tabs';
import type { Acquaintance, PeoplePage } from '@/server/contacts/queries';
import { FOLDERS, type FolderName } from '@/server/notifications/rules';
import { Folder } from './folder';
import type { MessagePage } from './use-folder';

/** Counted no further. */
const MOST = 99;

interface Props {
  /** The folder of what they were told that the page was asked for with, or the first, with its first page. */
  told: { folder: FolderName; page: NotificationPage } | undefined;
  inbox: MessagePage;
  requests: MessagePage;
  askedBy: Acquaintance[];
  /** What the next of those who ask come after. */
  nextAsking: PeoplePage['next'];
  unread: { messages: number; requests: number };
}

/** Who asks to be a contact, what a person was told, what people wrote, and what waits to be let in. Which folder shows stands in the address. */
export function Inbox({ told, inbox, requests, askedBy, nextAsking, unread }: Props) {
  const t = useTranslations('inbox');
  const folders = useTranslations('notifications.folders');
  const search = useSearchParams();
  const tabs = [...FOLDERS, 'inbox', 'requests'];
  const asked = search.get('folder') ?? '';
  const open = tabs.includes(asked) ? asked : FOLDERS[0];
  const named = (folder: string, count: number) =>
    count === 0 ? folder : t('unreadCount', { folder, count: count > MOST ? `${MOST}+` : `${count}` });
  return (
    <OneReadingAtATime>
      <div className="flex flex-col gap-6">
        <ContactRequests askedBy={askedBy} next={nextAsking} />
        <Tabs
          label={t('folders')}
          value={open}
          onValueChange={(folder) => window.history.replaceState(null, '', `?folder=${folder}`)}
          tabs={[
            ...FOLDERS.map((name) => ({
              value: name,
              label: folders(name),
              panel: (
                <NotificationFolder
                  name={name}
                  first={told?.folder === name ? told.page : undefined}
                  isOpen={open === name}
                />
              ),
            })),
            {
              value: 'inbox',
              label: named(t('inbox'), unread.messages),
              panel: <Folder name="inbox" first={inbox} asked={search.get('message') ?? undefined} />,
            },
            {
              value: 'requests',
              label: named(t('requests'), unread.requests),
              panel: <Folder name="requests" first={requests} />,
            },
          ]}
        />
      </div>
    </OneReadingAtATime>
  );
}
