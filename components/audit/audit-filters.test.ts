import { expect, test } from 'vitest';
import { AuditFilter } from '@/server/audit/inputs';
import { auditInput, loadAuditFilters } from './audit-filters';

const read = (query: string, timeZone = 'Europe/Paris') => auditInput(loadAuditFilters(query), timeZone);
const ID = '01936b2e-1c2f-7d3e-8f4a-5b6c7d8e9f00';

test('an address narrows the log as the procedure takes it, with days in the zone of who reads', () => {
  const input = read(
    `?actor=@Mia&subject=noor&about=${ID}&group=permissions&kind=role.granted&request=${ID}&ip=2001:db8::1&from=2026-12-01&until=2026-12-06`,
  );
  expect(AuditFilter.parse(input)).toEqual({
    actor: 'mia',
    subject: 'noor',
    about: ID,
    group: 'permissions',
    kind: 'role.granted',
    requestId: ID,
    ip: '2001:db8::1',
    from: '2026-11-30T23:00:00.000Z',
    until: '2026-12-06T23:00:00.000Z',
  });
  expect(AuditFilter.parse(read('?system=true&ip=192.0.2.1'))).toEqual({ bySystem: true, ip: '192.0.2.1' });
});

test.each([
  '?actor=a&subject=-x-&about=1&group=weather&kind=it.rained&request=none&from=tomorrow&until=2026-13-01',
  '?system=perhaps',
  '?ip=192.0.2',
  '?ip=192.0.2.256',
  '?ip=192.0.2.01',
  '?ip=2001:db8:::1',
  '?ip=::1]/x',
  '?ip=fe80::1%eth0',
])('what makes no sense in an address narrows nothing: %s', (query) => {
  expect(AuditFilter.parse(read(query))).toEqual({});
});
