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
        now: new Date(),
      }),
    ),
  send: freshStaffProcedure(ANNOUNCE)
    .input(SendAnnouncementInput)
    .mutation(({ ctx, input }) =>
      sendAnnouncement(ctx.db, {
        announcement: input,
        userId: ctx.actor.userId,
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
