import { router } from '@/server/trpc';
import { announcements } from './notifications/announcements';
import { inbox } from './notifications/inbox';
import { preferences } from './notifications/preferences';
import { push } from './notifications/push';
import { schedule } from './notifications/schedule';
import { sending } from './notifications/sending';
import { settings } from './notifications/settings';
import { stream } from './notifications/stream';
import { unsubscribe } from './notifications/unsubscribe';

/** What reaches a person, where and when, and what did. */
export const notifications = router({
  preferences,
  schedule,
  inbox,
  stream,
  push,
  announcements,
  unsubscribe,
  ...settings,
  ...sending,
});
