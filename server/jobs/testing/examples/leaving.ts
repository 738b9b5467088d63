import { v7 as uuid } from 'uuid';
import { dataExports } from '@/db/schema/leaving';
import type { JobEntries, World } from '@/server/jobs/testing/job-entry';

type Of = Pick<JobEntries, 'account.export' | 'account.erase' | 'account.return' | 'sanction.end'>;

const HOUR = 3_600_000;
const past = () => new Date(Date.now() - HOUR);

const IN_THE_END = {
  statements: 9,
  because: 'what came about meanwhile goes in the last transaction, which looks anew at what it has locked',
};

/** What the worker does about one account: copies, deletions, and what comes to its end. */
export const LEAVING_JOBS: Of = {
  'account.export': {
    // Two for each part of it: its rows, and how far it is.
    statements: 92,
    example: async ({ db, given }) => {
      const about = await given.user();
      const exportId = uuid();
      await db
        .insert(dataExports)
        .values({ id: exportId, userId: about.id, state: 'queued', requestedAt: new Date() });
      return { payload: { exportId }, about };
    },
  },
  'account.erase': {
    statements: 148,
    again: IN_THE_END,
    example: async (world) => {
      const about = await leaver(world);
      return { payload: { userId: about.id }, about };
    },
    also: {
      'what they wrote stays': {
        statements: 148,
        again: IN_THE_END,
        example: async (world) => {
          const about = await leaver(world, { keepsMessages: true });
          return { payload: { userId: about.id }, about };
        },
      },
    },
  },
  'account.return': {
    statements: 7,
    example: async ({ given }) => {
      const about = await given.paused(await given.user(), { dueAt: past() });
      return { payload: { userId: about.id }, about };
    },
  },
  'sanction.end': {
    statements: 11,
    example: async ({ given }) => {
      const [about, by] = [await given.user(), await given.user()];
      const { sanctionId } = await given.actedOn(about, by, { kind: 'limit', endsAt: past() });
      return { payload: { sanctionId }, about };
    },
    also: {
      'of a group that many own': {
        statements: 10,
        example: async ({ given, size }) => {
          const owners = await peopleOf(given, size);
          const groupId = await given.group({ owners }, { hiddenAt: past() });
          const caseId = await given.groupCase(groupId);
          const wish = { kind: 'group_hiding' as const, groupId, endsAt: past() };
          const sanctionId = await given.sanction(null, caseId, wish);
          return { payload: { sanctionId } };
        },
      },
    },
  },
};

/** Somebody whose deletion is due, alone in so many groups, with so many photos and apps. */
async function leaver({ given, size }: World, { keepsMessages = false } = {}) {
  const about = await given.leaving(await given.user(), { dueAt: past(), keepsMessages });
  for (let n = 0; n < size; n++) {
    await given.group({ owners: [about] });
    await given.photo(about, { isCurrent: false, replacedAt: past() });
    await given.client({ ownerId: about.id });
  }
  return about;
}

async function peopleOf(given: World['given'], size: number) {
  const people = [];
  for (let n = 0; n < size; n++) people.push(await given.user());
  return people;
}
