import { expect, test } from 'vitest';
import type { Cell, TypeRow } from '@/server/notifications/types';
import {
  type Channel,
  groupPress,
  groupState,
  type MatrixEvent,
  type MatrixState,
  type Mode,
  matrixAfter,
  modesOf,
  type Press,
  shownRows,
  startingWith,
} from './settings-matrix-state';

const cell = (mode: Mode, more: Partial<Extract<Cell, { used: true }>> = {}): Cell => ({
  used: true,
  mode,
  rule: 'default',
  lock: null,
  ...more,
});

const rows: TypeRow[] = [
  row('groups.invited', 'groups', { email: cell('instant', { rule: 'type:groups.invited' }) }),
  row('groups.joined', 'groups', { email: cell('off') }),
  row('messages.received', 'people', { email: cell('instant'), push: { used: false } }),
  row('security.newSignIn', 'security', { email: cell('instant', { rule: 'locked', lock: 'security' }) }),
];

function row(
  type: TypeRow['type'],
  category: TypeRow['category'],
  channels: Partial<TypeRow['channels']>,
): TypeRow {
  const all = { inApp: cell('instant'), email: cell('instant'), push: cell('off'), ...channels };
  return { type, category, digestable: true, channels: all, perWeek: 0 };
}

const press = (id: number, type: TypeRow['type'], mode: Mode, channel: Channel = 'email'): Press => ({
  id,
  changes: [{ scope: 'type', key: type, channel, mode }],
  shows: [{ type, channel, mode }],
});
const after = (...events: MatrixEvent[]): MatrixState => events.reduce(matrixAfter, startingWith(rows));
const modeIn = (state: MatrixState, type: TypeRow['type'], channel: Channel = 'email') =>
  modesOf(shownRows(state), [{ type, channel, mode: 'off' }])[0]?.mode;

test('a press shows at once, and the last of several on the same switch is the one that shows', () => {
  const pressed = ['off', 'instant', 'off'] as const;
  const events = pressed.map(
    (mode, id) => ({ kind: 'pressed', press: press(id, 'groups.invited', mode) }) as const,
  );
  expect(modeIn(after(...events), 'groups.invited')).toBe('off');
  expect(modeIn(after(...events.slice(0, 2)), 'groups.invited')).toBe('instant');
});

test('what is refused goes back alone; the others go on', () => {
  const state = after(
    { kind: 'pressed', press: press(1, 'groups.invited', 'off') },
    { kind: 'pressed', press: press(2, 'messages.received', 'digest') },
    { kind: 'refused', id: 1 },
  );
  expect(modeIn(state, 'groups.invited')).toBe('instant');
  expect(modeIn(state, 'messages.received')).toBe('digest');
});

test('an answer is what the rows are from then on, under what is still under way', () => {
  const answered = rows.map((one) =>
    one.type === 'groups.invited' ? { ...one, channels: { ...one.channels, email: cell('off') } } : one,
  );
  const state = after(
    { kind: 'pressed', press: press(1, 'groups.invited', 'off') },
    { kind: 'pressed', press: press(2, 'messages.received', 'off') },
    { kind: 'saved', id: 1, rows: answered },
  );
  expect(modeIn(state, 'groups.invited')).toBe('off');
  expect(modeIn(state, 'messages.received')).toBe('off');
  expect(state.isStale).toBe(true);
});

test('what the page read while something was under way is not taken over, and is read again', () => {
  const old = rows.map((one) => ({ ...one, perWeek: 9 }));
  const underWay = after(
    { kind: 'pressed', press: press(1, 'groups.invited', 'off') },
    { kind: 'read', rows: old },
  );
  expect(underWay).toMatchObject({ rows, isStale: true });
  const later = matrixAfter(matrixAfter(underWay, { kind: 'refused', id: 1 }), { kind: 'reading' });
  expect(matrixAfter(later, { kind: 'read', rows: old })).toEqual({ rows: old, presses: [], isStale: false });
});

test('what a channel is not used for shows nothing of a press', () => {
  const state = after({ kind: 'pressed', press: press(1, 'messages.received', 'instant', 'push') });
  expect(shownRows(state).find(({ type }) => type === 'messages.received')?.channels.push).toEqual({
    used: false,
  });
});

test('a group is on, off, some of both, or has nothing to switch; what is locked does not count', () => {
  const groups = rows.filter(({ category }) => category === 'groups');
  expect(groupState(groups, 'email')).toBe('mixed');
  expect(groupState(groups, 'inApp')).toBe('on');
  expect(groupState(groups, 'push')).toBe('off');
  expect(groupState(rows.slice(3), 'email')).toBeUndefined();
});

test('a group is one wish, and takes back those below that say otherwise', () => {
  const groups = rows.filter(({ category }) => category === 'groups');
  expect(groupPress({ scope: 'category', key: 'groups' }, groups, 'email', 'off')).toEqual({
    changes: [
      { scope: 'category', key: 'groups', channel: 'email', mode: 'off' },
      { scope: 'type', key: 'groups.invited', channel: 'email', mode: null },
    ],
    shows: [
      { type: 'groups.invited', channel: 'email', mode: 'off' },
      { type: 'groups.joined', channel: 'email', mode: 'off' },
    ],
  });
});

test('everything takes back the wishes of all categories too, and leaves what is locked', () => {
  const { changes, shows } = groupPress({ scope: 'global', key: '' }, rows, 'email', 'off');
  expect(changes).toContainEqual({ scope: 'category', key: 'security', channel: 'email', mode: null });
  expect(changes[0]).toEqual({ scope: 'global', key: '', channel: 'email', mode: 'off' });
  expect(shows.map(({ type }) => type)).not.toContain('security.newSignIn');
});
