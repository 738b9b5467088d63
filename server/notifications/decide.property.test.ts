import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Channel, Mode } from '@/db/schema/notifications';
import { CATEGORIES, CHANNELS, entryOf, MODES, TYPE_NAMES } from './catalog';
import { decide, type Question } from './decide';
import { categoryOf, type Preference } from './rules';
import { quietStretches, ZONES } from './testing/clock-model';

const DAY = 86_400_000;
const [FROM, UNTIL] = [Date.UTC(2027, 0, 1), Date.UTC(2028, 0, 1)];
const OBJECTS = ['person:b', 'group:c'];

const moment = fc.date({ min: new Date(FROM), max: new Date(UNTIL), noInvalidDate: true });
const minute = fc.nat({ max: 1439 });

const wish: fc.Arbitrary<Preference> = fc
  .tuple(
    fc.oneof(
      fc.constant({ scope: 'global', key: '' } as const),
      fc.constantFrom(...CATEGORIES).map((key) => ({ scope: 'category', key }) as const),
      fc.constantFrom(...TYPE_NAMES).map((key) => ({ scope: 'type', key }) as const),
      fc.constantFrom(...OBJECTS, 'person:other').map((key) => ({ scope: 'object', key }) as const),
    ),
    fc.constantFrom(...CHANNELS),
    fc.constantFrom(...MODES),
    fc.option(moment),
  )
  .map(([of, channel, mode, until]) => ({
    ...of,
    channel,
    mode,
    mutedUntil: of.scope === 'object' ? until : null,
  }));

const question: fc.Arbitrary<Question> = fc.record({
  type: fc.constantFrom(...TYPE_NAMES),
  channel: fc.constantFrom(...CHANNELS),
  objects: fc.subarray(OBJECTS),
  // One for each thing and channel, as the table has it.
  preferences: fc.uniqueArray(wish, {
    maxLength: 12,
    selector: ({ scope, key, channel }) => `${scope} ${key} ${channel}`,
  }),
  schedule: fc.record({
    quiet: fc.uniqueArray(fc.record({ day: fc.integer({ min: 1, max: 7 }), from: minute, until: minute }), {
      maxLength: 7,
      selector: ({ day }) => day,
    }),
    digest: fc.constantFrom('four_hours', 'daily', 'weekly'),
    digestMinute: minute,
    digestDay: fc.integer({ min: 1, max: 7 }),
    pausedUntil: fc.option(moment),
    mailWhileOnline: fc.boolean(),
    timeZone: fc.constantFrom(...ZONES),
  }),
  at: moment,
});

/** The order of wishes, in as many words as it takes. */
function wished({ type, channel, objects, preferences, at }: Question): { mode: Mode; rule: string } {
  const of = (scope: Preference['scope'], key: string) =>
    preferences.find(
      (one) =>
        one.scope === scope &&
        one.key === key &&
        one.channel === channel &&
        (one.mutedUntil === null || one.mutedUntil > at),
    );
  for (const key of OBJECTS)
    if (objects.includes(key)) {
      const found = of('object', key);
      if (found) return { mode: found.mode, rule: `object:${key}` };
    }
  const [byType, byCategory, byAll] = [of('type', type), of('category', categoryOf(type)), of('global', '')];
  if (byType) return { mode: byType.mode, rule: `type:${type}` };
  if (byCategory) return { mode: byCategory.mode, rule: `category:${categoryOf(type)}` };
  if (byAll) return { mode: byAll.mode, rule: 'global' };
  return { mode: entryOf(type).channels[channel] ?? 'off', rule: 'default' };
}

const lockedOn = (type: Question['type'], channel: Channel) => entryOf(type).locked?.[channel] !== undefined;

test('whatever somebody wants, it is what the order of wishes says, and never for ever or in the past', () => {
  fc.assert(
    fc.property(question, (asked): void => {
      const { type, channel, schedule, at } = asked;
      const decision = decide(asked);
      if (entryOf(type).channels[channel] === undefined) {
        expect(decision).toEqual({ outcome: 'unused' });
        return;
      }
      if (lockedOn(type, channel)) {
        expect(decision).toEqual({ outcome: 'now', rule: 'locked' });
        return;
      }
      const { mode, rule } = wished(asked);
      if (mode === 'off') {
        expect(decision).toEqual({ outcome: 'off', rule });
        return;
      }
      if (channel === 'inApp') {
        expect(decision).toEqual({ outcome: 'now', rule });
        return;
      }

      const paused =
        schedule.pausedUntil !== null && schedule.pausedUntil > at ? schedule.pausedUntil : undefined;
      const isDigest = mode === 'digest' && entryOf(type).digestable;
      const stretches = quietStretches(schedule.timeZone, {
        quiet: schedule.quiet,
        from: FROM,
        until: UNTIL,
      });
      const isQuiet = (time: number) => stretches.some(([begin, end]) => begin <= time && time < end);
      // Somebody who leaves no peace to anything is kept waiting until the first of their hours end.
      const isNeverFree = stretches.some(([begin, end]) => end - begin > 15 * DAY);
      if (isDigest) {
        expect(decision).toMatchObject({ outcome: 'bundled', rule });
        if (decision.outcome !== 'bundled') return;
        expect(decision.at.getTime()).toBeGreaterThan(at.getTime());
        expect(decision.at.getTime()).toBeGreaterThanOrEqual(paused?.getTime() ?? 0);
        const latest = Math.max(at.getTime() + 8 * DAY, paused?.getTime() ?? 0) + 8 * DAY;
        expect(decision.at.getTime()).toBeLessThan(latest);
        if (!isNeverFree) expect(isQuiet(decision.at.getTime())).toBe(false);
        return;
      }
      if (!paused && !isQuiet(at.getTime())) {
        expect(decision).toEqual({ outcome: 'now', rule });
        return;
      }
      expect(decision).toMatchObject({ outcome: 'held' });
      if (decision.outcome !== 'held') return;
      expect(decision.until.getTime()).toBeGreaterThan(at.getTime());
      expect(decision.until.getTime()).toBeLessThan((paused ?? at).getTime() + 15 * DAY);
      if (!isNeverFree) expect(isQuiet(decision.until.getTime())).toBe(false);
      // And not a moment longer than it takes.
      const isLongest = decision.until.getTime() === paused?.getTime();
      expect(decision.rule).toBe(isLongest ? 'pause' : 'quietHours');
      if (!isLongest && !isNeverFree) expect(isQuiet(decision.until.getTime() - 1)).toBe(true);
    }),
    { numRuns: 400 },
  );
});
