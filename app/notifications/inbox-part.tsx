import { unstable_rethrow } from 'next/navigation';
import { Inbox } from '@/components/inbox/inbox';
import { UnreadInbox } from '@/components/inbox/unread-inbox';
import { forPage } from '@/server/caller';

/** The inbox, or that it could not be read; who may not read it is sent where they have to go. */
export async function InboxPart() {
  const parts = await forPage('/notifications', (api) =>
    Promise.all([
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
  const [inbox, requests, { askedBy, next }, unread] = parts;
  return (
    <Inbox inbox={inbox} requests={requests} askedBy={askedBy} nextAsking={next.askedBy} unread={unread} />
  );
}
