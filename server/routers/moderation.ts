import { router } from '@/server/trpc';
import { appeals } from './moderation/appeals';
import { approvals } from './moderation/approvals';
import { notes } from './moderation/notes';
import { reports } from './moderation/reports';
import { sanctions } from './moderation/sanctions';
import { stats } from './moderation/stats';
import { users } from './moderation/users';
import { views } from './moderation/views';

/** What moderators do, and what people report to them. */
export const moderation = router({ appeals, approvals, notes, reports, sanctions, stats, users, views });
