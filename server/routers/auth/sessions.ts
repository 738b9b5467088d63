import { router } from '@/server/trpc';

export const sessions = router({});
