'use client';

import { useTranslations } from 'next-intl';
import { ContactRequests } from '@/components/contacts/contact-requests';
import { Tabs } from '@/components/ui/tabs';
import type { Acquaintance, PeoplePage } from '@/server/contacts/queries';
import { Folder } from './folder';
import type { MessagePage } from './use-folder';

/** Counted no further. */
const MOST = 99;

interface Props {
  inbox: MessagePage;
  requests: MessagePage;
  askedBy: Acquaintance[];
  /** What the next of those who ask come after. */
  nextAsking: PeoplePage['next'];
  unread: { messages: number; requests: number };
}

/** Who asks to be a contact, what people wrote, and what waits to be let in. */
export function Inbox({ inbox, requests, askedBy, nextAsking, unread }: Props) {
  const t = useTranslations('inbox');
  const named = (folder: string, count: number) =>
    count === 0 ? folder : t('unreadCount', { folder, count: count > MOST ? `${MOST}+` : `${count}` });
  return (
    <div className="flex flex-col gap-6">
      <ContactRequests askedBy={askedBy} next={nextAsking} />
      <Tabs
        label={t('folders')}
        tabs={[
          {
            value: 'inbox',
            label: named(t('inbox'), unread.messages),
            panel: <Folder name="inbox" first={inbox} />,
          },
          {
            value: 'requests',
            label: named(t('requests'), unread.requests),
            panel: <Folder name="requests" first={requests} />,
          },
        ]}
      />
    </div>
  );
}
