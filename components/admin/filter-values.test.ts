import { expect, test } from 'vitest';
import { auditInput, loadAuditFilters } from '@/components/audit/audit-filters';
import { loadQueueFilters, queueInput } from '@/components/moderation/queue-filters';
import { loadPeopleFilters, peopleInput } from '@/components/people/people-filters';
import { AuditFilter } from '@/server/audit/inputs';
import { ListCasesInput } from '@/server/moderation/case-inputs';
import { ListPeopleInput } from '@/server/moderation/people-inputs';
import { isDay } from './filter-values';

const NONSENSE = ['', ' ', '\0', '\u200b', '=1+1', '%', 'a'.repeat(5000), '\ud800', '../..', '@'];
const DAYS = ['0000-01-01', '9999-12-31', '2026-02-30', '2026-13-01', '-1', 'NaN', '+275760-09-13'];

test.for([...NONSENSE, ...DAYS])('%j in an address narrows nothing, and is nowhere refused', (value) => {
  const address = (...names: string[]) => new URLSearchParams(names.map((name) => [name, value]));
  const people = peopleInput(
    loadPeopleFilters(address('state', 'role', 'group', 'from', 'until', 'flags', 'sort', 'columns')),
  );
  expect(ListPeopleInput.parse(people)).toEqual(ListPeopleInput.parse({}));
  const queue = queueInput(
    loadQueueFilters(address('state', 'urgency', 'kind', 'subject', 'claimed', 'group')),
  );
  expect(ListCasesInput.parse(queue)).toEqual(ListCasesInput.parse({}));
  const audit = auditInput(
    loadAuditFilters(address('about', 'group', 'kind', 'request', 'ip', 'from', 'until')),
    'Pacific/Auckland',
  );
  expect(AuditFilter.parse(audit)).toEqual({});
});

test.for(NONSENSE)('%j is nobody, and narrows nothing', (value) => {
  const queue = queueInput(loadQueueFilters(new URLSearchParams({ person: value })));
  expect(ListCasesInput.parse(queue)).toEqual(ListCasesInput.parse({}));
  const audit = loadAuditFilters(new URLSearchParams({ actor: value, subject: value }));
  expect(AuditFilter.parse(auditInput(audit, 'UTC'))).toEqual({});
});

test.for(['\0', '\u200b', 'a\u202eb'])('a text with %j is not looked for', (q) => {
  const people = peopleInput(loadPeopleFilters(new URLSearchParams({ q })));
  expect(ListPeopleInput.parse(people)).toEqual(ListPeopleInput.parse({}));
});

test.for<[string, boolean]>([
  ['2026-02-28', true],
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['1000-01-01', true],
  ['0999-12-31', false],
  ['9998-12-31', true],
  ['9999-01-01', false],
  ['2026-1-1', false],
])('%s is a day: %s', ([text, expected]) => {
  expect(isDay(text)).toBe(expected);
});
