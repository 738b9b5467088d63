import { v7 as uuid } from 'uuid';
import type { Example, JobEntries, World } from '@/server/jobs/testing/job-entry';
import type { Person } from '@/server/testing/factories';

type Sending = 'notifications.digestMail' | 'notifications.digestPush';

const TAKEN = {
  statements: 1,
  because: 'a second try finds what the first one has taken: it is looked for before and after it is taken',
};

/** What was held or bundled, as one. */
export const DIGEST_JOBS: Pick<JobEntries, Sending> = {
  'notifications.digestMail': {
    // Who reads it, what is taken, what they want, the way out of it, and what became of it.
    statements: 9,
    again: TAKEN,
    each: {
      ...{ statements: 1, atMost: 30 },
      because: 'what a line says is read by its type, and a mail is full with so many lines',
    },
    mails: 1,
    example: (world) => waiting(world),
    also: {
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

/** Somebody for whom so much is due, each by somebody else. */
async function waiting(
  { given, size, browser }: World,
  { readAt = null, isMuted = false }: { readAt?: Date | null; isMuted?: boolean } = {},
): Promise<Example<Sending> & { about: Person }> {
  const about = await given.mailedWhileOnline(await given.user());
  await given.pushBrowser(about, { subscription: browser });
  const wait = { state: 'held', rule: 'quietHours', dueAt: new Date(Date.now() - 1000) } as const;
  for (let n = 0; n < size; n++) {
    const actor = await given.user();
    await given.contactRequest(actor, about);
    if (isMuted) await given.muted(about, `person:${actor.id}`);
    const deliveries = (['email', 'push'] as const).map((channel) => ({ channel, ...wait }));
    await given.told(about, { id: uuid(), type: 'contacts.asked', actor, readAt, deliveries });
  }
  return { payload: { userId: about.id }, about };
}
