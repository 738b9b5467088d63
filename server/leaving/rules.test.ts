import { expect, test } from 'vitest';
import { canBeKept, isErasureDue, isPauseOver, statusOf } from './rules';

const now = new Date('2030-05-01T12:00:00Z');
const [past, future] = [new Date(now.getTime() - 1), new Date(now.getTime() + 1)];
const STATUSES = ['active', 'suspended', 'deactivated', 'leaving', 'erasing'] as const;

test('a suspension stands above everything, and what was beneath it is there when it ends', () => {
  for (const departure of [undefined, { kind: 'pause' }, { kind: 'deletion' }] as const)
    expect(statusOf({ suspended: true, departure })).toBe('suspended');
  expect(statusOf({ suspended: false, departure: { kind: 'deletion' } })).toBe('leaving');
  expect(statusOf({ suspended: false, departure: { kind: 'pause' } })).toBe('deactivated');
  expect(statusOf({ suspended: false, departure: undefined })).toBe('active');
});

test('a pause ends on its date, beneath a suspension as well', () => {
  for (const status of STATUSES) {
    const ends = status === 'deactivated' || status === 'suspended';
    expect([status, isPauseOver({ kind: 'pause', status, dueAt: now }, now)]).toEqual([status, ends]);
    expect(isPauseOver({ kind: 'pause', status, dueAt: future }, now)).toBe(false);
    expect(isPauseOver({ kind: 'pause', status, dueAt: null }, now)).toBe(false);
    expect(isPauseOver({ kind: 'deletion', status, dueAt: past }, now)).toBe(false);
  }
});

test('a deletion is carried out on its day, also of somebody who is suspended, and ends once it has begun', () => {
  const due = (departure: Parameters<typeof isErasureDue>[0], evidenceHeld = false) =>
    isErasureDue(departure, { now, evidenceHeld });
  for (const status of ['leaving', 'suspended'] as const) {
    expect(canBeKept({ kind: 'deletion', status })).toBe(true);
    expect(due({ kind: 'deletion', status, dueAt: now })).toBe(true);
    expect(due({ kind: 'deletion', status, dueAt: now }, true)).toBe(false);
    expect(due({ kind: 'deletion', status, dueAt: future })).toBe(false);
    expect(due({ kind: 'deletion', status, dueAt: null })).toBe(false);
  }
  for (const status of ['active', 'deactivated'] as const)
    expect(due({ kind: 'deletion', status, dueAt: past })).toBe(false);
  expect(canBeKept({ kind: 'deletion', status: 'erasing' })).toBe(false);
  for (const evidenceHeld of [false, true])
    expect(due({ kind: 'deletion', status: 'erasing', dueAt: future }, evidenceHeld)).toBe(true);
  for (const status of STATUSES) {
    expect(due({ kind: 'pause', status, dueAt: past })).toBe(false);
    expect(canBeKept({ kind: 'pause', status })).toBe(false);
  }
});
