import { v7 as uuid } from 'uuid';
import { dataExports } from '@/db/schema/leaving';
import type { World } from '@/server/jobs/testing/job-entry';
import type { NotificationType } from '@/server/notifications/catalog';
import type { SecurityEventKind } from '@/server/security/catalog';
import type { Person } from '@/server/testing/factories';

interface Told {
  to: Person;
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
  /** What it tells of, and whom. */
  about(world: World): Promise<Told>;
}

/** Every type of notification: what it costs to send one, and what it is about. A type without does not compile. */
export const KINDS: { [Type in NotificationType]: Kind } = {
  'security.newSignIn': {
    ...{ mail: 5, push: 7 },
    about: (world) => noted(world, 'session.startedInNewBrowser', { withKind: false }),
  },
  'security.factorChanged': { mail: 5, push: 7, about: (world) => noted(world, 'passkey.added') },
  'security.appChanged': { mail: 5, push: 7, about: (world) => noted(world, 'app.allowed') },
  'security.emailChanged': {
    ...{ mail: 4, push: 7 },
    about: async ({ given }) => {
      const to = await given.user();
      const { id: changeId } = await given.emailChange(to, { stage: 'confirmed' });
      const kind = 'email.changed';
      const { id: eventId } = await given.event(to, { kind, details: { changeId } });
      return { to, data: { eventId, kind } };
    },
  },
  'account.exportReady': {
    ...{ mail: 5, push: 7 },
    about: async ({ db, given }) => {
      const [to, exportId, now] = [await given.user(), uuid(), new Date()];
      const expiresAt = new Date(now.getTime() + 3_600_000);
      await db
        .insert(dataExports)
        .values({ id: exportId, userId: to.id, state: 'ready', requestedAt: now, readyAt: now, expiresAt });
      return { to, data: { exportId } };
    },
  },
  'account.deletionScheduled': {
    ...{ mail: 4, push: 3 },
    isMailedAlone: true,
    about: async ({ given }) => ({ to: await given.leaving(await given.user()) }),
  },
  'contacts.asked': {
    ...{ mail: 7, push: 7 },
    about: async ({ given }) => {
      const { to, actor } = await pair(given);
      await given.contactRequest(actor, to);
      return { to, actor };
    },
  },
  'contacts.accepted': {
    ...{ mail: 6, push: 7 },
    about: async ({ given }) => {
      const { to, actor } = await pair(given);
      await given.contacts(to, actor);
      return { to, actor };
    },
  },
  'messages.received': {
    ...{ mail: 6, push: 7 },
    about: async ({ given }) => {
      const { to, actor } = await pair(given);
      return { to, actor, data: { messageId: await given.message(actor, to) } };
    },
  },
  'groups.invited': {
    ...{ mail: 7, push: 7 },
    about: async ({ given }) => {
      const { to, actor } = await pair(given);
      const groupId = await given.group({ owners: [actor] });
      await given.groupInvitation(groupId, to, actor);
      return { to, actor, groupId };
    },
  },
  'groups.joinAsked': {
    ...{ mail: 6, push: 7 },
    about: async ({ given }) => {
      const { to, actor } = await pair(given);
      const groupId = await given.group({ managers: [to] });
      await given.groupInvitation(groupId, actor, null);
      return { to, actor, groupId };
    },
  },
  'groups.joined': {
    ...{ mail: 5, push: 7 },
    about: async ({ given }) => {
      const { to, actor } = await pair(given);
      return { to, actor, groupId: await given.group({ owners: [actor], members: [to] }) };
    },
  },
  'moderation.reportUpdated': {
    ...{ mail: 5, push: 7 },
    about: async ({ given }) => {
      const to = await given.user();
      const reportId = await given.report(await given.case(await given.user()), to);
      return { to, data: { reportId, outcome: 'acted' } };
    },
  },
  'moderation.action': {
    ...{ mail: 4, push: 7 },
    about: async ({ given }) => {
      const { to, actor } = await pair(given);
      const { sanctionId } = await given.actedOn(to, actor);
      return { to, data: { sanctionId, kind: 'warning' } };
    },
  },
  'moderation.actionEnded': {
    ...{ mail: 4, push: 7 },
    about: async ({ given }) => {
      const { to, actor } = await pair(given);
      const ended = { kind: 'limit', endedAt: new Date(), endedHow: 'expired' } as const;
      const { sanctionId } = await given.actedOn(to, actor, ended);
      return { to, data: { sanctionId, kind: ended.kind } };
    },
  },
  'moderation.appealDecided': {
    ...{ mail: 4, push: 7 },
    about: async ({ given }) => {
      const { to, actor } = await pair(given);
      const { caseId } = await given.actedOn(to, actor);
      const decided = { outcome: 'granted', answer: 'You are right.', decidedAt: new Date() } as const;
      return { to, data: { appealId: await given.appeal(to, caseId, decided), outcome: decided.outcome } };
    },
  },
  'moderation.approvalAsked': {
    ...{ mail: 5, push: 8 },
    about: async ({ given }) => {
      const [to, actor] = [await given.holder('roles.assign'), await given.user()];
      return { to, data: { approvalId: await given.approval(await given.user(), actor), kind: 'purge' } };
    },
  },
  'product.announcement': {
    ...{ mail: 6, push: 8 },
    about: async ({ given }) => ({
      to: await given.user(),
      data: { announcementId: await given.announcement() },
    }),
  },
  'product.service': {
    ...{ mail: 7, push: 8 },
    about: async ({ given }) => ({
      to: await given.user(),
      clientId: (await given.client()).id,
      data: { title: 'Your parcel', text: 'It is here.', link: '' },
    }),
  },
};

async function pair(given: World['given']) {
  return { to: await given.user(), actor: await given.user() };
}

/** Something in somebody's security log. */
async function noted({ given }: World, kind: SecurityEventKind, { withKind = true } = {}): Promise<Told> {
  const to = await given.user();
  const { id: eventId } = await given.event(to, { kind });
  return { to, data: { eventId, ...(withKind && { kind }) } };
}
