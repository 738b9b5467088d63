import {
  AnnouncementIdInput,
  ListAnnouncementsInput,
  PreviewAnnouncementInput,
  SendAnnouncementInput,
} from '@/server/notifications/announcement-inputs';
import { previewAnnouncement } from '@/server/notifications/announcement-preview';
import {
  cancelAnnouncement,
  listAnnouncements,
  sendAnnouncement,
} from '@/server/notifications/announcements';
import type { Permission } from '@/server/roles/permissions';
import { freshStaffProcedure, router, staffProcedure } from '@/server/trpc';

const ANNOUNCE = 'announcements.send';

/** What staff tell many people. */
export const announcements = router({
  list: staffProcedure(ANNOUNCE)
    .input(ListAnnouncementsInput)
    .query(({ ctx, input }) => listAnnouncements(ctx.db, { after: input.after, now: new Date() })),
  preview: staffProcedure(ANNOUNCE)
    .input(PreviewAnnouncementInput)
    .query(({ ctx, input }) =>
      previewAnnouncement(ctx.db, {
        announcement: input,
        appUrl: ctx.appUrl,
        displayName: ctx.actor.displayName,
        mayNarrow: mayNarrow(ctx.actor),
        now: new Date(),
      }),
    ),
  send: freshStaffProcedure(ANNOUNCE)
    .input(SendAnnouncementInput)
    .mutation(({ ctx, input }) =>
      sendAnnouncement(ctx.db, {
        announcement: input,
        userId: ctx.actor.userId,
        mayNarrow: mayNarrow(ctx.actor),
        cause: ctx.cause,
        now: new Date(),
      }),
    ),
  cancel: staffProcedure(ANNOUNCE)
    .input(AnnouncementIdInput)
    .mutation(({ ctx, input }) =>
      cancelAnnouncement(ctx.db, { ...input, cause: ctx.cause, now: new Date() }),
    ),
});

/** Roles and groups are for who may give them: nobody else learns how many are in one. */
function mayNarrow({ permissions }: { permissions: Permission[] }) {
  return permissions.includes('roles.assign');
}
