import { router } from '@/server/trpc';

export const views = router({});
