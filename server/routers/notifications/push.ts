import { router } from '@/server/trpc';

export const push = router({});
