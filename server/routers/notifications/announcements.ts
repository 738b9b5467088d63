import { router } from '@/server/trpc';

/** What staff tell many people. */
export const announcements = router({});
