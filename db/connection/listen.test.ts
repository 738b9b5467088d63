import { expect, vi } from 'vitest';
import { outcomeOf, test } from '@/db/testing/connection-test';

const channel = 'news"1';

test.for(['rst', 'fin', 'hole'] as const)(
  'LISTEN resumes by itself after %s',
  async (how, { open, proxy, admin }) => {
    const sql = open();
    const heard: string[] = [];
    await sql.listen(
      channel,
      (payload) => heard.push(payload),
      () => heard.push('listening'),
    );
    await sql.notify(channel, 'a');
    await expect.poll(() => heard).toEqual(['listening', 'a']);
    proxy.lose(how);
    await expect.poll(() => heard, { timeout: 20_000 }).toEqual(['listening', 'a', 'listening']);
    await admin.notify(channel, 'b');
    await expect.poll(() => heard).toEqual(['listening', 'a', 'listening', 'b']);
  },
);

test('after unlisten nothing is heard any more, by others it is', async ({ open, admin }) => {
  const sql = open();
  const heard: string[] = [];
  const one = await sql.listen(channel, (payload) => heard.push(`one ${payload}`));
  await sql.listen('other', (payload) => heard.push(`other ${payload}`));
  await one.unlisten();
  await admin.notify(channel, 'a');
  await admin.notify('other', 'b');
  await expect.poll(() => heard).toEqual(['other b']);
});

test('one listener that throws does not keep another from hearing', async ({
  open,
  admin,
  onTestFinished,
}) => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  onTestFinished(() => warn.mockRestore());
  const thrown = new Error('a listener of the test');
  const sql = open();
  const heard: string[] = [];
  await sql.listen(channel, () => {
    throw thrown;
  });
  await sql.listen(channel, (payload) => heard.push(payload));
  await admin.notify(channel, 'a');
  await expect.poll(() => heard).toEqual(['a']);
  expect(warn).toHaveBeenCalledWith(thrown);
});

test('LISTEN without a database waits no longer than a query would, and begins once there is one', async ({
  open,
  proxy,
  admin,
}) => {
  await proxy.refuse();
  const sql = open({}, { acquire: 300 });
  const heard: string[] = [];
  await sql.listen(
    channel,
    (payload) => heard.push(payload),
    () => heard.push('listening'),
  );
  expect(heard).toEqual([]);
  await proxy.reopen();
  await expect.poll(() => heard, { timeout: 15_000 }).toEqual(['listening']);
  await admin.notify(channel, 'a');
  await expect.poll(() => heard).toEqual(['listening', 'a']);
});

test('end stops listening', async ({ open, admin }) => {
  const sql = open();
  const heard: string[] = [];
  await sql.listen(channel, (payload) => heard.push(payload));
  await sql.end();
  const listeners = () => admin`select 1 from pg_stat_activity where query like 'listen%'`;
  await expect.poll(listeners, { timeout: 15_000 }).toHaveLength(0);
  expect(await outcomeOf(sql`select 1`)).toBe('DB_ENDED');
  expect(heard).toEqual([]);
});
