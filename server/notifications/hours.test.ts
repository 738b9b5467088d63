import { describe, expect, test } from 'vitest';
import { digestAfter, holdAt, type Schedule } from './hours';
import { NO_SCHEDULE } from './schedule-view';
import { lookedAt, quietStretches, wallClock, ZONES } from './testing/clock-model';

const DAY = 86_400_000;
const MINUTE = 60_000;
const YEAR = { from: Date.UTC(2027, 0, 1), until: Date.UTC(2028, 0, 1) };

const at = (text: string) => new Date(text);
const schedule = (some: Partial<Schedule>): Schedule => ({
  ...NO_SCHEDULE,
  pausedUntil: null,
  timeZone: 'UTC',
  ...some,
});
const everyDay = (from: string, until: string) =>
  [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: minutes(from), until: minutes(until) }));

function minutes(clock: string) {
  const [hours = 0, rest = 0] = clock.split(':').map(Number);
  return hours * 60 + rest;
}

describe('quiet hours', () => {
  const nights = everyDay('22:00', '07:00');
  const sunday = [{ day: 7, from: minutes('00:00'), until: minutes('00:00') }];

  test.for<[string, Partial<Schedule>, string, string | undefined]>([
    ['before they begin', { quiet: nights }, '2027-03-01T21:59:59.999Z', undefined],
    ['from their first moment', { quiet: nights }, '2027-03-01T22:00:00Z', '2027-03-02T07:00:00Z'],
    ['after midnight', { quiet: nights }, '2027-03-02T03:00:00Z', '2027-03-02T07:00:00Z'],
    ['at their end', { quiet: nights }, '2027-03-02T07:00:00Z', undefined],
    ['a whole day', { quiet: sunday }, '2027-03-07T12:00:00Z', '2027-03-08T00:00:00Z'],
    ['the day before that', { quiet: sunday }, '2027-03-06T23:59:00Z', undefined],
    [
      'those of Saturday night and those of Sunday, without a gap',
      { quiet: [...nights.filter(({ day }) => day !== 7), { day: 7, from: 360, until: 1320 }] },
      '2027-03-06T23:00:00Z',
      '2027-03-07T22:00:00Z',
    ],
    [
      'in another zone',
      { quiet: nights, timeZone: 'Asia/Kolkata' },
      '2027-03-01T16:30:00Z',
      '2027-03-02T01:30:00Z',
    ],
    // 2027-03-28: 2:00 is followed by 3:00; 2027-10-31: 3:00 by 2:00.
    [
      'the night that is an hour short',
      { quiet: nights, timeZone: 'Europe/Paris' },
      '2027-03-27T23:00:00Z',
      '2027-03-28T05:00:00Z',
    ],
    [
      'the night that is an hour long',
      { quiet: nights, timeZone: 'Europe/Paris' },
      '2027-10-30T22:00:00Z',
      '2027-10-31T06:00:00Z',
    ],
    [
      'an end that is left out',
      { quiet: everyDay('22:00', '02:30'), timeZone: 'Europe/Paris' },
      '2027-03-27T23:00:00Z',
      '2027-03-28T01:00:00Z',
    ],
    [
      'an end that comes twice',
      { quiet: everyDay('22:00', '02:30'), timeZone: 'Europe/Paris' },
      '2027-10-30T23:00:00Z',
      '2027-10-31T00:30:00Z',
    ],
    [
      'the hour that comes again after it',
      { quiet: everyDay('22:00', '02:30'), timeZone: 'Europe/Paris' },
      '2027-10-31T01:10:00Z',
      undefined,
    ],
    // 2027-10-03: 2:00 is followed by 2:30.
    [
      'half an hour left out',
      { quiet: everyDay('22:00', '02:10'), timeZone: 'Australia/Lord_Howe' },
      '2027-10-02T14:00:00Z',
      '2027-10-02T15:30:00Z',
    ],
    [
      'midnight left out',
      { quiet: everyDay('00:00', '00:30'), timeZone: 'Africa/Cairo' },
      '2027-04-29T22:10:00Z',
      undefined,
    ],
    [
      'a quarter from others',
      { quiet: nights, timeZone: 'Pacific/Chatham' },
      '2027-07-01T10:00:00Z',
      '2027-07-01T18:15:00Z',
    ],
    [
      'a zone that there is not',
      { quiet: nights, timeZone: 'Moon/Base' },
      '2027-03-01T23:00:00Z',
      '2027-03-02T07:00:00Z',
    ],
    ['a pause', { pausedUntil: at('2027-03-01T12:00:00Z') }, '2027-03-01T11:00:00Z', '2027-03-01T12:00:00Z'],
    ['a pause that is over', { pausedUntil: at('2027-03-01T12:00:00Z') }, '2027-03-01T12:00:00Z', undefined],
    [
      'a pause that ends in quiet hours',
      { quiet: nights, pausedUntil: at('2027-03-01T23:00:00Z') },
      '2027-03-01T11:00:00Z',
      '2027-03-02T07:00:00Z',
    ],
    [
      'quiet hours that end in a pause',
      { quiet: nights, pausedUntil: at('2027-03-02T12:00:00Z') },
      '2027-03-01T23:00:00Z',
      '2027-03-02T12:00:00Z',
    ],
    [
      'never any peace from peace',
      { quiet: everyDay('09:00', '09:00') },
      '2027-03-01T10:00:00Z',
      '2027-03-02T09:00:00Z',
    ],
  ])('%s', ([, some, now, until]) => {
    expect(holdAt(at(now), schedule(some))?.until.toISOString()).toBe(until && at(until).toISOString());
  });

  test('what is told is what ends last', () => {
    const quiet = everyDay('22:00', '07:00');
    const rule = (pausedUntil: string | null, now: string) =>
      holdAt(at(now), schedule({ quiet, pausedUntil: pausedUntil === null ? null : at(pausedUntil) }))?.rule;
    expect(rule(null, '2027-03-01T23:00:00Z')).toBe('quietHours');
    expect(rule('2027-03-01T23:00:00Z', '2027-03-01T11:00:00Z')).toBe('quietHours');
    expect(rule('2027-03-02T12:00:00Z', '2027-03-01T23:00:00Z')).toBe('pause');
  });

  const rhythms: Schedule['quiet'][] = [
    nights,
    // Short and long, around midnight, around the hours in which clocks change, and one after the other.
    [
      ...[
        { day: 1, from: 1439, until: 1 },
        { day: 2, from: 0, until: 120 },
        { day: 3, from: 720, until: 720 },
      ],
      ...[
        { day: 5, from: 1320, until: 150 },
        { day: 6, from: 90, until: 170 },
        { day: 7, from: 120, until: 180 },
      ],
    ],
  ];

  test.for(ZONES)('all through a year in %s they end when a clock on the wall says so', (timeZone) => {
    for (const quiet of rhythms) {
      const stretches = quietStretches(timeZone, { quiet, ...YEAR });
      const wrong: string[] = [];
      let next = 0;
      for (const now of lookedAt(timeZone, YEAR)) {
        while ((stretches[next]?.[1] ?? Number.POSITIVE_INFINITY) <= now) next++;
        const [begin, end] = stretches[next] ?? [];
        const wanted = begin !== undefined && begin <= now ? end : undefined;
        const got = holdAt(new Date(now), schedule({ quiet, timeZone }))?.until.getTime();
        if (got !== wanted) wrong.push(`${new Date(now).toISOString()}: ${got} and not ${wanted}`);
      }
      expect(wrong.slice(0, 5)).toEqual([]);
    }
  });
});

describe('digests', () => {
  test.for<[string, Partial<Schedule>, string, string]>([
    ['later today', { digestMinute: 480 }, '2027-03-01T07:59:00Z', '2027-03-01T08:00:00Z'],
    ['not at this moment', { digestMinute: 480 }, '2027-03-01T08:00:00Z', '2027-03-02T08:00:00Z'],
    ['on Monday', { digest: 'weekly', digestDay: 1 }, '2027-03-01T08:00:00Z', '2027-03-08T08:00:00Z'],
    ['at 0, 4, 8 …', { digest: 'four_hours' }, '2027-03-01T20:00:00Z', '2027-03-02T00:00:00Z'],
    [
      'by the clock of Kolkata',
      { digest: 'four_hours', timeZone: 'Asia/Kolkata' },
      '2027-03-01T00:00:00Z',
      '2027-03-01T02:30:00Z',
    ],
    [
      'a time that is left out',
      { digestMinute: 150, timeZone: 'Europe/Paris' },
      '2027-03-27T12:00:00Z',
      '2027-03-28T01:00:00Z',
    ],
    [
      'a time that comes twice',
      { digestMinute: 150, timeZone: 'Europe/Paris' },
      '2027-10-30T12:00:00Z',
      '2027-10-31T00:30:00Z',
    ],
    [
      'and once only',
      { digestMinute: 150, timeZone: 'Europe/Paris' },
      '2027-10-31T00:30:00Z',
      '2027-11-01T01:30:00Z',
    ],
    // All of Friday 2011-12-30 was left out, when the islands moved to the other side of the date line.
    [
      'on a day that is left out',
      { digest: 'weekly', digestDay: 5, timeZone: 'Pacific/Apia' },
      '2011-12-29T22:00:00Z',
      '2011-12-30T10:00:00Z',
    ],
  ])('%s', ([, some, now, next]) => {
    expect(digestAfter(at(now), schedule(some)).toISOString()).toBe(at(next).toISOString());
  });

  const rhythms: Partial<Schedule>[] = [
    { digest: 'four_hours' },
    { digest: 'daily', digestMinute: 125 },
    { digest: 'weekly', digestDay: 7, digestMinute: 1439 },
  ];

  test.for(ZONES)(
    'all through a year in %s the next one is that which a clock on the wall says',
    (timeZone) => {
      const { firstAt } = wallClock(timeZone, { from: YEAR.from - 4 * DAY, until: YEAR.until + 20 * DAY });
      for (const rhythm of rhythms) {
        const times: number[] = [];
        for (let day = YEAR.from - 2 * DAY; day < YEAR.until + 10 * DAY; day += DAY)
          for (const minute of rhythm.digest === 'four_hours'
            ? [0, 240, 480, 720, 960, 1200]
            : [rhythm.digestMinute ?? 0])
            if (rhythm.digest !== 'weekly' || new Date(day).getUTCDay() === 0)
              times.push(firstAt(day + minute * MINUTE));
        const wrong: string[] = [];
        let next = 0;
        for (const now of lookedAt(timeZone, YEAR)) {
          while ((times[next] ?? Number.POSITIVE_INFINITY) <= now) next++;
          const got = digestAfter(new Date(now), schedule({ ...rhythm, timeZone })).getTime();
          if (got !== times[next])
            wrong.push(`${new Date(now).toISOString()}: ${got} and not ${times[next]}`);
        }
        expect(wrong.slice(0, 5)).toEqual([]);
      }
    },
  );
});
