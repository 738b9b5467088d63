import { Button } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { InboxCount } from './inbox-count';
import { LaterInboxCount } from './later-inbox-count';

/** The way to the inbox, with how much waits in it: as the page knew it, and live from a while after it stands. */
export function InboxLink({ unread = 0 }: { unread?: number | undefined }) {
  return (
    <Button variant="ghost" size="icon" render={<Link href="/notifications" prefetch={false} />}>
      <LaterInboxCount waiting={unread}>
        <InboxCount waiting={unread} />
      </LaterInboxCount>
    </Button>
  );
}
