import { router } from '@/server/trpc';

export const sanctions = router({});
