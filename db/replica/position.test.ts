import { expect, test } from 'vitest';
import { whyNotComparable } from './position';

const mark = { lsn: '0/3000148', system: '7', database: '16384', timeline: '00000001', isDurable: true };
const standing = {
  ...{ system: '7', database: '16384', timeline: '00000001' },
  ...{ isStandby: true, behind: 0, age: 0 },
};

test('a standby of the same database on the same timeline can be compared, however far behind it is', () => {
  expect(whyNotComparable(mark, standing)).toBeUndefined();
  expect(whyNotComparable(mark, { ...standing, behind: 1e9 })).toBeUndefined();
});

// Each of them may well be further in its own log than the mark, and knows nothing of what was written before it.
test.for([
  ['one that was promoted', { isStandby: false }, 'it is no standby'],
  ['a standby of somebody else', { system: '8' }, 'it is a standby of another server'],
  ['another database of the same server', { database: '5' }, 'it is another database'],
  [
    'one that stayed behind at a failover',
    { timeline: '00000002' },
    'it has not followed the last failover yet',
  ],
] as const)('%s is no replica of ours', ([, change, why]) => {
  expect(whyNotComparable(mark, { ...standing, ...change })).toBe(why);
});

test('where others see what is not in the log yet, no place in the log says what they have seen', () => {
  expect(whyNotComparable({ ...mark, isDurable: false }, standing)).toBe('synchronous_commit is off');
});
