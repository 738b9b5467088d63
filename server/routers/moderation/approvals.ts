import { router } from '@/server/trpc';

export const approvals = router({});
