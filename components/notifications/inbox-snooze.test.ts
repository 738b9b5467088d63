import { expect, test } from 'vitest';
import { snoozeUntil } from './inbox-snooze';

const at = (now: string, timeZone = 'Europe/Paris') => ({ now: new Date(now), timeZone });

test.each([
  // A Saturday, 14:05 in Paris.
  ['hour', '2026-12-05T13:05:00Z', '2026-12-05T14:05:00.000Z'],
  ['evening', '2026-12-05T13:05:00Z', '2026-12-05T17:00:00.000Z'],
  ['tomorrow', '2026-12-05T13:05:00Z', '2026-12-06T07:00:00.000Z'],
  ['week', '2026-12-05T13:05:00Z', '2026-12-07T07:00:00.000Z'],
  // A Monday; and late at night it is the next day already, though not in UTC.
  ['week', '2026-12-07T13:05:00Z', '2026-12-14T07:00:00.000Z'],
  ['tomorrow', '2026-12-05T23:30:00Z', '2026-12-07T07:00:00.000Z'],
  // The clocks are put back in the night to 25 October.
  ['tomorrow', '2026-10-24T13:00:00Z', '2026-10-25T07:00:00.000Z'],
] as const)('%s, asked at %s, is until %s', (snooze, now, until) => {
  expect(snoozeUntil(snooze, at(now))?.toISOString()).toBe(until);
});

test('in the evening nothing waits for this evening', () => {
  expect(snoozeUntil('evening', at('2026-12-05T17:00:00Z'))).toBeUndefined();
});
