import { router } from '@/server/trpc';

export const preferences = router({});
