import { expect, test } from 'vitest';
import { offeredColumns, shownColumns, toggledColumns } from './people-columns';

const ALL = ['person.viewEmail', 'person.viewSecurity'] as const;

test('a column that needs a permission is neither offered nor shown without it', () => {
  const offered = offeredColumns(['person.view']);
  expect(offered).toEqual(['status', 'openCases', 'sanctions', 'joined']);
  expect(shownColumns(offered, ['email', 'joined', 'lastSeen'])).toEqual(['joined']);
  expect(shownColumns(offeredColumns(ALL), null)).toEqual([
    'email',
    'status',
    'openCases',
    'joined',
    'lastSeen',
  ]);
});

test('what is shown at first stands in no address, and no column at all is a choice', () => {
  const offered = offeredColumns(ALL);
  const less = toggledColumns(offered, shownColumns(offered, null), 'email');
  expect(less).toEqual(['status', 'openCases', 'joined', 'lastSeen']);
  expect(toggledColumns(offered, less ?? [], 'email')).toBeNull();
  expect(toggledColumns(offered, ['joined'], 'joined')).toEqual([]);
  expect(shownColumns(offered, [])).toEqual([]);
});
