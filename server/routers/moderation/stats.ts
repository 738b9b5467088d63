import { router } from '@/server/trpc';

export const stats = router({});
