import { expect, test } from 'vitest';
import { ListCasesInput } from '@/server/moderation/case-inputs';
import { loadQueueFilters, queueInput } from './queue-filters';

test('an address narrows the queue as the procedure takes it', () => {
  const input = queueInput(
    loadQueueFilters('?state=resolved&urgency=0&kind=spam&subject=photo&claimed=me&person=mia'),
  );
  expect(ListCasesInput.parse(input)).toEqual({
    state: 'resolved',
    urgency: 0,
    kind: 'spam',
    subjectKind: 'photo',
    claimed: 'me',
    person: 'mia',
  });
});

test('what makes no sense in an address narrows nothing', () => {
  const filters = loadQueueFilters('?state=lost&urgency=9&kind=boredom&subject=house&claimed=them&other=1');
  expect(ListCasesInput.parse(queueInput(filters))).toEqual({ state: 'open' });
});
