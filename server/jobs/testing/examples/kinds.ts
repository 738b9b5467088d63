import { v7 as uuid } from 'uuid';
import { dataExports } from '@/db/schema/leaving';
import type { World } from '@/server/jobs/testing/job-entry';
import type { NotificationType } from '@/server/notifications/catalog';
import type { SecurityEventKind } from '@/server/security/catalog';
import type { Person } from '@/server/testing/factories';

/** A notification, but for its type and whom it is for. */
export interface Told {
  actor?: { id: string };
  groupId?: string;
  clientId?: string;
  data?: Record<string, unknown>;
}

interface Kind {
  /** How many statements its mail takes, and its push. */
  mail: number;
  push: number;
  /** Nothing is pushed to who is told: their account is not active. */
  isMailedAlone?: true;
  /** What it tells of, to somebody whom there may be more to tell. */
  about(world: World, to: Person): Promise<Told>;
}

/** Every type of notification: what it costs to send one, and what it is about. A type without does not compile. */
export const KINDS: { [Type in NotificationType]: Kind } = {
  'security.newSignIn': {
    ...{ mail: 5, push: 7 },
    about: (world, to) => noted(world, to, { kind: 'session.startedInNewBrowser', withKind: false }),
  },
  'security.factorChanged': {
    mail: 5,
    push: 7,
    about: (world, to) => noted(world, to, { kind: 'passkey.added' }),
  },
  'security.appChanged': {
    mail: 5,
    push: 7,
    about: (world, to) => noted(world, to, { kind: 'app.allowed' }),
  },
  'security.emailChanged': {
    ...{ mail: 4, push: 7 },
    about: async ({ given }, to) => {
      const { id: changeId } = await given.emailChange(to, { stage: 'confirmed' });
      const kind = 'email.changed';
      const { id: eventId } = await given.event(to, { kind, details: { changeId } });
      return { data: { eventId, kind } };
    },
  },
  'account.exportReady': {
    ...{ mail: 5, push: 7 },
    about: async ({ db }, to) => {
      const [exportId, now] = [uuid(), new Date()];
      const expiresAt = new Date(now.getTime() + 3_600_000);
      await db
        .insert(dataExports)
        .values({ id: exportId, userId: to.id, state: 'ready', requestedAt: now, readyAt: now, expiresAt });
      return { data: { exportId } };
    },
  },
  'account.deletionScheduled': {
    ...{ mail: 4, push: 3 },
    isMailedAlone: true,
    about: async ({ given }, to) => {
      await given.leaving(to);
      return {};
    },
  },
  'contacts.asked': {
    ...{ mail: 7, push: 7 },
    about: async ({ given }, to) => {
      const actor = await given.user();
      await given.contactRequest(actor, to);
      return { actor };
    },
  },
  'contacts.accepted': {
    ...{ mail: 6, push: 7 },
    about: async ({ given }, to) => {
      const actor = await given.user();
      await given.contacts(to, actor);
      return { actor };
    },
  },
  'messages.received': {
    ...{ mail: 6, push: 7 },
    about: async ({ given }, to) => {
      const actor = await given.user();
      return { actor, data: { messageId: await given.message(actor, to) } };
    },
  },
  'groups.invited': {
    ...{ mail: 7, push: 7 },
    about: async ({ given }, to) => {
      const actor = await given.user();
      const groupId = await given.group({ owners: [actor] });
      await given.groupInvitation(groupId, to, actor);
      return { actor, groupId };
    },
  },
  'groups.joinAsked': {
    ...{ mail: 6, push: 7 },
    about: async ({ given }, to) => {
      const actor = await given.user();
      const groupId = await given.group({ managers: [to] });
      await given.groupInvitation(groupId, actor, null);
      return { actor, groupId };
    },
  },
  'groups.joined': {
    ...{ mail: 5, push: 7 },
    about: async ({ given }, to) => {
      const actor = await given.user();
      return { actor, groupId: await given.group({ owners: [actor], members: [to] }) };
    },
  },
  'moderation.reportUpdated': {
    ...{ mail: 5, push: 7 },
    about: async ({ given }, to) => {
      const reportId = await given.report(await given.case(await given.user()), to);
      return { data: { reportId, outcome: 'acted' } };
    },
  },
  'moderation.action': {
    ...{ mail: 4, push: 7 },
    about: async ({ given }, to) => {
      const actor = await given.user();
      const { sanctionId } = await given.actedOn(to, actor);
      return { data: { sanctionId, kind: 'warning' } };
    },
  },
  'moderation.actionEnded': {
    ...{ mail: 4, push: 7 },
    about: async ({ given }, to) => {
      const actor = await given.user();
      const ended = { kind: 'limit', endedAt: new Date(), endedHow: 'expired' } as const;
      const { sanctionId } = await given.actedOn(to, actor, ended);
      return { data: { sanctionId, kind: ended.kind } };
    },
  },
  'moderation.appealDecided': {
    ...{ mail: 4, push: 7 },
    about: async ({ given }, to) => {
      const actor = await given.user();
      const { caseId } = await given.actedOn(to, actor);
      const decided = { outcome: 'granted', answer: 'You are right.', decidedAt: new Date() } as const;
      return { data: { appealId: await given.appeal(to, caseId, decided), outcome: decided.outcome } };
    },
  },
  'moderation.approvalAsked': {
    ...{ mail: 5, push: 8 },
    about: async ({ given }, to) => {
      await given.membership({ userId: to.id, principalId: await given.role('roles.assign') });
      const actor = await given.user();
      return { data: { approvalId: await given.approval(await given.user(), actor), kind: 'purge' } };
    },
  },
  'product.announcement': {
    ...{ mail: 5, push: 7 },
    about: async ({ given }) => ({
      data: { announcementId: await given.announcement() },
    }),
  },
  'product.service': {
    ...{ mail: 6, push: 7 },
    about: async ({ given }) => ({
      clientId: (await given.client()).id,
      data: { title: 'Your parcel', text: 'It is here.', link: '' },
    }),
  },
};

/** Something in somebody's security log. */
async function noted(
  { given }: World,
  to: Person,
  { kind, withKind = true }: { kind: SecurityEventKind; withKind?: boolean },
): Promise<Told> {
  const { id: eventId } = await given.event(to, { kind });
  return { data: { eventId, ...(withKind && { kind }) } };
}
