'use client';

import { useEffect, useState } from 'react';
import { followInbox } from '@/components/live/inbox-stream';
import { InboxCount } from './inbox-count';

/** How much waits in the inbox, at every moment: by the page when it is read anew, and by the stream. */
export function LiveInboxCount({ waiting }: { waiting: number }) {
  const [shown, setShown] = useState(waiting);
  const [read, setRead] = useState(waiting);
  if (read !== waiting) {
    setRead(waiting);
    setShown(waiting);
  }
  useEffect(() => followInbox(setShown), []);
  return <InboxCount waiting={shown} />;
}
