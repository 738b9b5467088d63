import { v7 as uuid } from 'uuid';
import type { Example, JobEntries, World } from '@/server/jobs/testing/job-entry';
import { type NotificationType, TYPE_NAMES } from '@/server/notifications/catalog';
import type { Person } from '@/server/testing/factories';
import { KINDS, type Told } from './kinds';

type Sending = 'notifications.digestMail' | 'notifications.digestPush';

const TAKEN = {
  statements: 1,
  because: 'a second try finds what the first one has taken: it is looked for before and after it is taken',
};

/** What was held or bundled, as one. */
export const DIGEST_JOBS: Pick<JobEntries, Sending> = {
  'notifications.digestMail': {
    // Who reads it, what is taken, what they want, the way out of it, what went and what is over. And what the lines say: a statement
    // for each kind, but one for all four of the security log and one for both of sanctions, and two for what administrators are asked.
    statements: 9 + 15,
    again: TAKEN,
    mails: 1,
    example: ofEachKind,
    also: {
      'of one kind': {
        statements: 9 + 1,
        again: TAKEN,
        mails: 1,
        example: (world) => waiting(world),
      },
      'of what they read': {
        statements: 8,
        again: TAKEN,
        example: (world) => waiting(world, { readAt: new Date() }),
      },
      'of what they muted, each by a rule of its own': {
        statements: 7,
        again: TAKEN,
        example: (world) => waiting(world, { isMuted: true }),
      },
      'in a pause that has begun since': {
        statements: 4,
        example: async (world) => {
          const example = await waiting(world);
          const pausedUntil = new Date(Date.now() + 3_600_000);
          await world.given.notificationSchedule(example.about, { pausedUntil });
          return { ...example, attempt: { queuedAt: new Date(Date.now() - 600_000) } };
        },
      },
    },
  },
  'notifications.digestPush': {
    statements: 8,
    pushes: 1,
    example: (world) => waiting(world),
    also: {
      'of what they read': {
        statements: 2,
        example: (world) => waiting(world, { readAt: new Date() }),
      },
      'of what they muted, each by a rule of its own': {
        statements: 4,
        example: (world) => waiting(world, { isMuted: true }),
      },
    },
  },
};

/** As few as there are of everything at least: then there is one of each kind. */
const FEWEST = 5;
/** But for that their account is about to be deleted: then they are told nothing else. */
const WAITING_TYPES = TYPE_NAMES.filter((type) => type !== 'account.deletionScheduled');

/**
 * Somebody who wants all of it as a digest, and for whom something of every kind is due: once where there are five of everything, ten
 * times where there are fifty. What came last is over by now.
 */
async function ofEachKind(world: World): Promise<Example<Sending>> {
  const { given, size } = world;
  const about = await given.mailedWhileOnline(await given.user());
  await given.notificationWish(about, { mode: 'digest' });
  const wait = (type: NotificationType, told: Told) =>
    given.told(about, { ...told, id: uuid(), type, deliveries: [{ channel: 'email', ...due() }] });
  for (let n = 0; n < size; n += FEWEST)
    for (const type of WAITING_TYPES) await wait(type, await KINDS[type].about(world, about));
  await wait('contacts.asked', { actor: await given.user() });
  return { payload: { userId: about.id }, about };
}

function due() {
  return { state: 'held', rule: 'quietHours', dueAt: new Date(Date.now() - 1000) } as const;
}

/** Somebody for whom so much is due, each by somebody else. */
async function waiting(
  { given, size, browser }: World,
  { readAt = null, isMuted = false }: { readAt?: Date | null; isMuted?: boolean } = {},
): Promise<Example<Sending> & { about: Person }> {
  const about = await given.mailedWhileOnline(await given.user());
  await given.pushBrowser(about, { subscription: browser });
  for (let n = 0; n < size; n++) {
    const actor = await given.user();
    await given.contactRequest(actor, about);
    if (isMuted) await given.muted(about, `person:${actor.id}`);
    const deliveries = (['email', 'push'] as const).map((channel) => ({ channel, ...due() }));
    await given.told(about, { id: uuid(), type: 'contacts.asked', actor, readAt, deliveries });
  }
  return { payload: { userId: about.id }, about };
}
