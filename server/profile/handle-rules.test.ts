import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HELD_DAYS } from './catalog';
import { countedAt, renamesOf } from './handle-rules';

const DAY = 86_400_000;
const BEGIN = Date.parse('2030-01-01T00:00:00Z');
const day = (days: number) => new Date(BEGIN + days * DAY);
const left = (...days: number[]) => days.map((one) => ({ releasedAt: day(one) }));

test('two changes in 30 days', () => {
  expect(renamesOf([], day(0))).toEqual({ left: 2, nextAt: undefined });
  expect(renamesOf(left(0), day(0))).toEqual({ left: 1, nextAt: undefined });
  expect(renamesOf(left(0, 1), day(29))).toEqual({ left: 0, nextAt: day(30) });
  expect(renamesOf(left(0, 1), day(30))).toEqual({ left: 1, nextAt: undefined });
});

test('taken back within 30 days it is the same change, later another, and without any left the next to come', () => {
  const [old, young] = [{ releasedAt: day(0) }, { releasedAt: day(1) }];
  const at = (now: number) => ({ former: [old, young, ...left(20, 25)], now: day(now) });
  expect(countedAt(old, at(29))).toEqual(day(0));
  expect(countedAt(young, at(30))).toEqual(day(1));
  expect(countedAt(old, at(30))).toEqual(day(50));
  expect(countedAt(old, at(60))).toEqual(day(60));
  // Used before its time, twice: the one after comes later still.
  expect(countedAt(old, { former: [old, ...left(50, 55)], now: day(30) })).toEqual(day(80));
});

/** What somebody does on a day: chooses a new handle, or goes back to one that is still kept. */
const deed = fc.record({
  wait: fc.constantFrom(0, 0, 0, 1, 7, 29, 30, 31, 59, 60, 88, 89),
  back: fc.option(fc.nat({ max: 11 })),
});

test('whatever somebody does, they keep eight handles beside their own at most, and each for a change in 120 days', () => {
  fc.assert(
    fc.property(fc.array(deed, { minLength: 50, maxLength: 300 }), (deeds) => {
      let now = 0;
      let held: { releasedAt: Date; until: number }[] = [];
      for (const { wait, back } of deeds) {
        now += wait;
        held = held.filter(({ until }) => until > now);
        const taken = back === null ? undefined : held[back];
        if (back !== null && !taken) continue;
        if (!taken && renamesOf(held, day(now)).nextAt) continue;
        const releasedAt = taken ? countedAt(taken, { former: held, now: day(now) }) : day(now);
        held = [...held.filter((one) => one !== taken), { releasedAt, until: now + HELD_DAYS }];
        expect(held.length).toBeLessThanOrEqual(8);
        for (const one of held)
          expect(day(one.until).getTime() - one.releasedAt.getTime()).toBeLessThanOrEqual(120 * DAY);
      }
    }),
    { numRuns: 200 },
  );
});

test('whoever goes to and fro between two handles for years uses a change for every four months of it', () => {
  let releasedAt = day(0);
  let changes = 1;
  // On the last day on which the other handle is still kept.
  for (let now = 89; now < 3 * 365; now += 89) {
    const next = countedAt({ releasedAt }, { former: [{ releasedAt }], now: day(now) });
    if (next > releasedAt) changes++;
    releasedAt = next;
  }
  expect(changes).toBeGreaterThanOrEqual((3 * 365) / 120);
});
