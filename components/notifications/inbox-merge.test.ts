import { expect, test } from 'vitest';
import type { NotificationView } from '@/server/notifications/types';
import { isAnyGone, mergePage, readOrAway } from './inbox-merge';

const one = (id: string, wish: Partial<NotificationView> = {}): NotificationView => ({
  id,
  type: 'contacts.accepted',
  at: '2026-11-28T12:00:00.000Z',
  actor: null,
  group: null,
  app: null,
  data: {},
  href: null,
  read: false,
  archived: false,
  snoozedUntil: null,
  deliveries: [],
  ...wish,
});
const page = (...ids: string[]) => ({ notifications: ids.map((id) => one(id)), next: null });
const ids = (all: NotificationView[]) => all.map(({ id }) => id);
const drop = () => undefined;

test('new ones wait, and what is shown stays where it is', () => {
  const { shown, arrived } = mergePage([one('5'), one('3')], page('7', '6', '5', '3'), drop);
  expect([ids(shown), ids(arrived)]).toEqual([
    ['5', '3'],
    ['7', '6'],
  ]);
});

test('what was read elsewhere is told as it is by now', () => {
  const fresh = { notifications: [one('5', { read: true })], next: null };
  expect(mergePage([one('5')], fresh, drop).shown).toMatchObject([{ id: '5', read: true }]);
});

test('what came back between others stands where it belongs, and where nothing was nothing waits', () => {
  expect(ids(mergePage([one('5'), one('1')], page('5', '3', '1'), drop).shown)).toEqual(['5', '3', '1']);
  const { shown, arrived } = mergePage([], page('5', '3'), drop);
  expect([ids(shown), arrived]).toEqual([['5', '3'], []]);
});

test('what is gone from the page is gone, or stays as it is said; what is further back is not touched', () => {
  const before = [one('5'), one('4'), one('2')];
  const fresh = { ...page('5', '3'), next: '3' };
  expect(ids(mergePage(before, fresh, drop).shown)).toEqual(['5', '3', '2']);
  const kept = mergePage(before, fresh, (gone) => ({ ...gone, read: true })).shown;
  expect(kept.map(({ id, read }) => [id, read])).toEqual([
    ['5', false],
    ['4', true],
    ['3', false],
    ['2', false],
  ]);
});

test('of what is gone from the unread ones, what was read stays as read, and what was put away goes', () => {
  const [before, fresh] = [[one('5'), one('4'), one('3')], page('5')];
  expect([isAnyGone(before, fresh), isAnyGone([one('5')], fresh)]).toEqual([true, false]);
  // Further back than the page goes it says nothing.
  expect(isAnyGone(before, { ...page('5'), next: '5' })).toBe(false);
  expect(readOrAway(one('4'), page('5', '4'))).toMatchObject({ id: '4', read: true });
  expect(readOrAway(one('3'), page('5', '4'))).toBeUndefined();
  expect(readOrAway(one('3'), { ...page('5', '4'), next: '4' })).toMatchObject({ read: true });
  expect(readOrAway(one('3'), undefined)).toMatchObject({ read: true });
});
