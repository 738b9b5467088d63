import { router } from '@/server/trpc';

export const inbox = router({});
