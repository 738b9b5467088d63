import { router } from '@/server/trpc';

export const schedule = router({});
