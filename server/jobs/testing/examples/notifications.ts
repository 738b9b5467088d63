import { v7 as uuid } from 'uuid';
import {
  type Audience,
  announcements,
  notificationDeliveries,
  notificationEvents,
} from '@/db/schema/notifications';
import type { JobEntries, World } from '@/server/jobs/testing/job-entry';
import type { Person } from '@/server/testing/factories';

type Of = Pick<
  JobEntries,
  | 'notifications.fanOut'
  | 'notifications.sendToMany'
  | 'notifications.release'
  | 'notifications.reconsider'
  | 'notifications.sweep'
>;

const MINUTE = 60_000;
const past = () => new Date(Date.now() - MINUTE);

/** What lays notifications out, and sees to what waits. */
export const NOTIFICATION_JOBS: Of = {
  'notifications.fanOut': {
    statements: 3,
    example: async (world) => {
      const ids = (await readers(world)).map(({ id }) => id);
      return { payload: { eventId: await event(world, { kind: 'people', ids }) } };
    },
    also: {
      'to everybody': {
        statements: 4,
        example: async (world) => {
          await readers(world);
          return { payload: { eventId: await event(world, { kind: 'everyone' }) } };
        },
      },
      'to a group': {
        statements: 4,
        example: async (world) => {
          const id = await world.given.group({ members: await readers(world) });
          return { payload: { eventId: await event(world, { kind: 'group', id }) } };
        },
      },
      'to who sees a person': {
        statements: 4,
        example: async (world) => {
          const [first] = await readers(world);
          const id = first?.id ?? '';
          return { payload: { eventId: await event(world, { kind: 'reach', type: 'person', id }) } };
        },
      },
      'to who sees a group': {
        statements: 5,
        example: async (world) => {
          const id = await world.given.group({ members: await readers(world) });
          return { payload: { eventId: await event(world, { kind: 'reach', type: 'group', id }) } };
        },
      },
    },
  },
  'notifications.sendToMany': {
    statements: 3,
    example: async (world) => {
      const eventId = await event(world, { kind: 'everyone' }, { finishedAt: new Date() });
      const rows = (await readers(world)).map(({ id: userId }) => ({ userId, eventId, rule: 'default' }));
      await world.db
        .insert(notificationDeliveries)
        .values(rows.map((row) => ({ ...row, channel: 'email' as const, state: 'queued' as const })));
      return { payload: { eventId } };
    },
  },
  'notifications.release': {
    statements: 4,
    example: async (world) => {
      for (const person of await readers(world)) await held(world, person);
      return { payload: {} };
    },
    also: {
      'in the quiet hours of many': {
        statements: 11,
        example: async (world) => {
          for (const person of await readers(world)) {
            await held(world, person);
            await held(world, person);
            await world.given.notificationSchedule(person, {
              pausedUntil: new Date(Date.now() + 60 * MINUTE),
            });
          }
          return { payload: {} };
        },
      },
    },
  },
  'notifications.reconsider': {
    statements: 7,
    example: async (world) => {
      const about = await world.given.user();
      for (let n = 0; n < world.size; n++) await held(world, about);
      return { payload: { userId: about.id }, about };
    },
  },
  'notifications.sweep': {
    statements: 8,
    example: async (world) => {
      const at = new Date(Date.now() - 900 * 86_400_000);
      for (const person of await readers(world)) {
        await world.given.told(person, { at, deliveries: [{ state: 'sent' }] });
        const change = { scope: 'global', key: '', channel: 'push', mode: 'off' } as const;
        await world.given.changed(person, change, { now: at });
        await announcedAt(world, at);
      }
      return { payload: {} };
    },
  },
};

/** People who are told of something, every other one in French and with wishes of their own. */
async function readers({ given, size }: World): Promise<Person[]> {
  const people: Person[] = [];
  for (let n = 0; n < size; n++) {
    const person = await given.user(n % 2 === 0 ? {} : { locale: 'fr', timeZone: 'Europe/Paris' });
    people.push(person);
    if (n % 2 === 0) await given.notificationWish(person, { scope: 'object', key: `person:${uuid()}` });
    else await given.pushBrowser(person);
  }
  return people;
}

/** Something that is still to be laid out, by somebody. */
async function event(
  { db, given }: World,
  audience: Audience,
  wish: Partial<typeof notificationEvents.$inferInsert> = {},
): Promise<string> {
  const id = uuid();
  const row = { id, type: 'contacts.asked', at: new Date(), data: {}, audience };
  await db.insert(notificationEvents).values({ ...row, actorId: (await given.user()).id, ...wish });
  return id;
}

/** An announcement that was told then, and whose event is gone since. */
async function announcedAt({ db }: World, at: Date) {
  const words = { title: { en: 'We moved' }, body: { en: 'Long ago.' } };
  const eventId = uuid({ msecs: at.getTime() });
  await db.insert(announcements).values({ id: uuid(), eventId, createdAt: at, ...words });
}

/** Something that was held for somebody and is due. */
function held({ given }: World, person: { id: string }) {
  return given.told(person, {
    type: 'contacts.asked',
    deliveries: (['email', 'push'] as const).map((channel) => ({
      ...{ channel, state: 'held' as const, rule: 'quietHours', dueAt: past() },
    })),
  });
}
