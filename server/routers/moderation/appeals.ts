import { router } from '@/server/trpc';

export const appeals = router({});
