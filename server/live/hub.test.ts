import { expect, vi } from 'vitest';
import { openDatabase } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { ChaosProxy, type Loss } from '@/db/testing/chaos-proxy';
import { endSession } from '@/server/auth/sessions';
import { test as base } from '@/server/testing/fixtures';
import { Hub } from './hub';

/** `open` is another instance: a hub with a connection of its own, through a proxy that can cut it. */
const test = base
  .extend('proxy', async ({ database }, { onCleanup }) => {
    const proxy = await ChaosProxy.start(Number(new URL(database.url).port));
    onCleanup(() => proxy.close());
    return proxy;
  })
  .extend('open', async ({ database, proxy }, { onCleanup }) => {
    const ends: (() => Promise<void>)[] = [];
    onCleanup(async () => {
      await Promise.all(ends.map((end) => end()));
    });
    return () => {
      const url = new URL(database.url);
      url.port = String(proxy.port);
      const connection = openDatabase(url.href);
      ends.push(() => connection.end({ timeout: 0 }));
      return new Hub({ listen: (...news) => connection.sql.listen(...news) });
    };
  });

/** Watches, and returns how often it was woken since it was asked last; the LISTEN stands once that is more than never. */
async function watching(hub: Hub, userId: string) {
  let woken = 0;
  hub.watch(userId, () => {
    woken += 1;
  });
  await expect.poll(() => woken, { timeout: 20_000 }).toBe(1);
  return () => {
    const times = woken;
    woken = 0;
    return times;
  };
}

test('all instances of a database hear when something of a person begins or ends, and of that person alone', async ({
  db,
  given,
  open,
}) => {
  const person = await given.user();
  const other = await given.user();
  const [here, there, elsewhere] = await Promise.all([
    watching(open(), person.id),
    watching(open(), person.id),
    watching(open(), other.id),
  ]);
  const each = [here, there];
  for (const woken of [...each, elsewhere]) woken();

  const { token } = await given.session(person);
  for (const woken of each) await expect.poll(woken).toBe(1);
  await endSession(db, { token, requestId: 'r', ip: '192.0.2.1', now: new Date() });
  for (const woken of each) await expect.poll(woken).toBe(1);
  await given.appSession(person);
  for (const woken of each) await expect.poll(woken).toBe(1);

  // What is said is heard in the order in which it was said, so this comes after all that was not for them.
  await given.session(other);
  await expect.poll(elsewhere).toBe(1);
});

test.for<Loss>(['rst', 'fin', 'hole'])(
  'what is missed while the connection is lost (%s) wakes everybody afterwards',
  async (how, { given, open, proxy }) => {
    const person = await given.user();
    const other = await given.user();
    const hub = open();
    const woken = [await watching(hub, person.id)];
    let others = 0;
    hub.watch(other.id, () => {
      others += 1;
    });
    woken[0]?.();
    proxy.lose(how);
    await given.session(person);
    for (const times of [...woken, () => others])
      await expect.poll(times, { timeout: 20_000 }).toBeGreaterThanOrEqual(1);

    // And the new connection hears.
    others = 0;
    await given.session(other);
    await expect.poll(() => others, { timeout: 20_000 }).toBe(1);
  },
);

test('one LISTEN serves everybody, begins with the first, and belongs to no request', async ({ given }) => {
  const listen = vi.fn((..._: unknown[]) => new Promise(() => undefined));
  const hub = new Hub({ listen });
  expect(listen).not.toHaveBeenCalled();
  const people = [await given.user(), await given.user()];
  for (const { id } of people) hub.watch(id, () => undefined);
  expect(listen).toHaveBeenCalledTimes(1);
  expect(listen.mock.calls[0]?.[0]).toBe('access_changed');
});

test('its statements are not counted as those of the request that came first', async ({ given, open }) => {
  const person = await given.user();
  const { statements } = await recordStatements(async () => watching(open(), person.id));
  expect(statements).toEqual([]);
});

test('five may watch one person, and so many in all; who leaves makes room, once', () => {
  const deaf = () => new Promise(() => undefined);
  const hub = new Hub({ listen: deaf, limits: { perPerson: 5, inAll: 7 } });
  const watch = (id: string) => hub.watch(id, () => undefined);
  const stops = Array.from({ length: 5 }, () => watch('one'));
  expect(() => watch('one')).toThrow(expect.objectContaining({ reason: 'RATE_LIMITED', retryAfter: 60 }));
  watch('two');
  watch('three');
  expect(() => watch('four')).toThrow(expect.objectContaining({ reason: 'RATE_LIMITED' }));
  stops[0]?.();
  stops[0]?.();
  watch('one');
  expect(() => watch('four')).toThrow(expect.objectContaining({ reason: 'RATE_LIMITED' }));
  expect(hub.watchers).toBe(7);
});

test('whoever watches hears that it closes, and whoever comes after is told to come back', () => {
  const hub = new Hub({ listen: () => new Promise(() => undefined) });
  const wake = vi.fn();
  hub.watch('one', wake);
  hub.close();
  expect(wake).toHaveBeenCalledTimes(1);
  expect(hub.isClosed).toBe(true);
  expect(() => hub.watch('one', wake)).toThrow(expect.objectContaining({ reason: 'UNAVAILABLE' }));
});

test('each topic is listened to from its first watcher on, wakes whoever wants it, and has room of its own', () => {
  const hear = new Map<string, (ids: string) => void>();
  const hub = new Hub({
    listen: async (channel, call) => hear.set(channel, call),
    limits: { perPerson: 1, inAll: 2 },
  });
  const [access, both] = [vi.fn(), vi.fn()];
  hub.watch('one', access);
  expect([...hear.keys()]).toEqual(['access_changed']);
  hub.watch('one', both, 'notifications', ['access']);
  hear.get('notifications_changed')?.('two,one');
  expect([access.mock.calls.length, both.mock.calls.length]).toEqual([0, 1]);
  hear.get('access_changed')?.('one');
  expect([access.mock.calls.length, both.mock.calls.length]).toEqual([1, 2]);
  expect(() => hub.watch('one', both, 'notifications')).toThrow(
    expect.objectContaining({ reason: 'RATE_LIMITED' }),
  );
  hub.watch('two', both, 'notifications');
  expect(() => hub.watch('three', both, 'notifications')).toThrow(
    expect.objectContaining({ reason: 'RATE_LIMITED' }),
  );
  hub.watch('three', access);
});
