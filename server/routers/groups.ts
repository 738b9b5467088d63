import { router } from '@/server/trpc';

export const groups = router({});
