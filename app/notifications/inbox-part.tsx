import { unstable_rethrow } from 'next/navigation';
import { Inbox } from '@/components/inbox/inbox';
import { UnreadInbox } from '@/components/inbox/unread-inbox';
import { forPage } from '@/server/caller';
import { FOLDERS } from '@/server/notifications/rules';

/**
 * The inbox, or that it could not be read; who may not read it is sent where they have to go. Of what they were told the folder
 * that shows is read, and the others when they are looked at.
 */
export async function InboxPart({ asked }: { asked: unknown }) {
  const folder = asked === 'inbox' || asked === 'requests' ? undefined : folderOf(asked);
  const parts = await forPage('/notifications', (api) =>
    Promise.all([
      folder ? api.notifications.inbox.list({ folder }) : undefined,
      api.messages.list({ folder: 'inbox' }),
      api.messages.list({ folder: 'requests' }),
      api.contacts.list(),
      api.messages.unread(),
    ]),
  ).catch((error) => {
    unstable_rethrow(error);
    return undefined;
  });
  if (!parts) return <UnreadInbox />;
  const [page, inbox, requests, { askedBy, next }, unread] = parts;
  return (
    <Inbox
      told={folder && page && { folder, page }}
      inbox={inbox}
      requests={requests}
      askedBy={askedBy}
      nextAsking={next.askedBy}
      unread={unread}
    />
  );
}

const folderOf = (asked: unknown) => FOLDERS.find((name) => name === asked) ?? FOLDERS[0];
