import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canRemove,
  type Factors,
  FRESH_SECONDS,
  isFresh,
  lastUsedFirst,
  needsSecondFactor,
  type Removable,
  readiness,
  secondFactors,
  stepUpMethods,
  waysIn,
  without,
} from './rules';

const NOTHING: Factors = {
  password: false,
  passkeys: 0,
  deviceBound: 0,
  totp: 0,
  recoveryCodes: 0,
  connections: 0,
  lastUsed: null,
};
const REMOVABLE: Removable[] = ['password', 'passkey', 'totp', 'connection'];

/** Any account with something to begin a sign-in with. */
const anyone = fc
  .record({
    password: fc.boolean(),
    passkeys: fc.nat(4),
    deviceBound: fc.nat(4),
    totp: fc.nat(3),
    recoveryCodes: fc.nat(10),
    connections: fc.nat(2),
    lastUsed: fc.constantFrom('totp' as const, 'passkey' as const, null),
  })
  .map((factors) => ({ ...factors, deviceBound: Math.min(factors.deviceBound, factors.passkeys) }))
  .filter(({ password, passkeys, connections }) => password || passkeys > 0 || connections > 0);

describe('signing in', () => {
  test('with a second factor a first proof alone does not open the account, and neither does it confirm', () => {
    fc.assert(
      fc.property(anyone, (factors) => {
        const due = factors.passkeys > 0 || factors.totp > 0;
        expect(needsSecondFactor(factors)).toBe(due);
        expect(secondFactors(factors).length > 0).toBe(due);
        expect(stepUpMethods(factors)).toEqual(
          due ? secondFactors(factors) : factors.password ? ['password'] : [],
        );
      }),
    );
  });

  test('only what a person has is offered, recovery codes beside a factor alone', () => {
    expect(secondFactors({ ...NOTHING, password: true, recoveryCodes: 10 })).toEqual([]);
    expect(secondFactors({ ...NOTHING, totp: 1 })).toEqual(['totp']);
    expect(secondFactors({ ...NOTHING, totp: 1, passkeys: 1, recoveryCodes: 1 })).toEqual([
      'passkey',
      'totp',
      'recoveryCode',
    ]);
  });

  test('the one used last stands first, the others stay in their order', () => {
    const methods = ['passkey', 'totp', 'recoveryCode'] as const;
    expect(lastUsedFirst([...methods], { lastUsed: 'totp' })).toEqual(['totp', 'passkey', 'recoveryCode']);
    for (const lastUsed of ['passkey', null] as const)
      expect(lastUsedFirst([...methods], { lastUsed })).toEqual(methods);
    expect(lastUsedFirst(['password'], { lastUsed: 'totp' })).toEqual(['password']);
  });

  test('a proof counts for five minutes', () => {
    const provenAt = new Date('2026-03-02T10:00:00Z');
    const freshAfter = (seconds: number) =>
      isFresh({ provenAt }, new Date(provenAt.getTime() + seconds * 1000));
    expect(FRESH_SECONDS).toBe(300);
    expect([freshAfter(0), freshAfter(299), freshAfter(300)]).toEqual([true, true, false]);
  });
});

describe('removing', () => {
  test('whatever is allowed, in whatever order, leaves something to begin a sign-in with', () => {
    fc.assert(
      fc.property(anyone, fc.array(fc.constantFrom(...REMOVABLE), { maxLength: 12 }), (start, wishes) => {
        let factors = start;
        for (const wish of wishes) {
          if (!has(factors, wish) || !canRemove(factors, wish)) continue;
          factors = without(factors, wish);
          expect(waysIn(factors)).toBeGreaterThan(0);
          expect(factors.deviceBound).toBeLessThanOrEqual(factors.passkeys);
        }
      }),
    );
  });

  test('without a password, no single device becomes what everything hangs on', () => {
    fc.assert(
      fc.property(anyone, fc.constantFrom('password' as const, 'totp' as const), (factors, removed) => {
        if (!has(factors, removed) || !canRemove(factors, removed)) return;
        const left = without(factors, removed);
        // One of several apps may go; the phone is counted with all of them.
        if (left.password || left.totp > 0) return;
        for (const held of lossesOf(left)) expect(getsIn(left, held)).toBe(true);
      }),
    );
  });

  test.each<[string, Partial<Factors>, Removable, boolean]>([
    ['a password that is everything', { password: true }, 'password', false],
    ['a password beside one passkey', { password: true, passkeys: 1 }, 'password', false],
    ['a password beside an app', { password: true, totp: 2 }, 'password', false],
    ['a password beside an account elsewhere', { password: true, connections: 1 }, 'password', false],
    ['a password beside two passkeys', { password: true, passkeys: 2 }, 'password', true],
    ['a password beside one and codes', { password: true, passkeys: 1, recoveryCodes: 1 }, 'password', true],
    ['an app beside a password', { password: true, totp: 1 }, 'totp', true],
    ['an app beside one passkey alone', { passkeys: 1, totp: 1 }, 'totp', false],
    ['one of two apps beside one passkey', { passkeys: 1, totp: 2 }, 'totp', true],
    ['an app beside two passkeys', { passkeys: 2, totp: 1 }, 'totp', true],
    ['an app beside one passkey and codes', { passkeys: 1, totp: 1, recoveryCodes: 3 }, 'totp', true],
    ['an app beside an account elsewhere', { connections: 1, totp: 1 }, 'totp', true],
    ['the last passkey', { passkeys: 1, recoveryCodes: 10 }, 'passkey', false],
    ['the last passkey beside an app', { passkeys: 1, totp: 1 }, 'passkey', false],
    ['a passkey beside a password', { passkeys: 1, password: true }, 'passkey', true],
    ['one of two passkeys', { passkeys: 2 }, 'passkey', true],
    ['the only account elsewhere', { connections: 1 }, 'connection', false],
    ['one of two accounts elsewhere', { connections: 2 }, 'connection', true],
  ])('%s: %j without %s', (_, factors, removed, allowed) => {
    expect(canRemove({ ...NOTHING, ...factors }, removed)).toBe(allowed);
  });
});

describe('readiness', () => {
  test('it says fine when no loss of one device locks out, and locked out when one does', () => {
    fc.assert(
      fc.property(anyone, (factors) => {
        const survives = lossesOf(factors).every((left) => getsIn(factors, left));
        const { phoneLost } = readiness(factors);
        expect(survives).toBe(phoneLost !== 'lockedOut');
        if (phoneLost === 'mailAndCodes') expect(factors.recoveryCodes).toBeGreaterThan(0);
        if (phoneLost === 'passwordAlone') expect(needsSecondFactor(factors)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test.each<[Partial<Factors>, ReturnType<typeof readiness>]>([
    [{ password: true }, { ways: 1, phoneLost: 'passwordAlone', next: 'addSecondFactor' }],
    [{ connections: 1 }, { ways: 1, phoneLost: 'fine', next: 'addSecondFactor' }],
    [
      { password: true, totp: 1 },
      { ways: 1, phoneLost: 'lockedOut', next: 'addRecoveryCodes' },
    ],
    [
      { password: true, totp: 1, recoveryCodes: 3 },
      { ways: 1, phoneLost: 'mailAndCodes', next: 'fewRecoveryCodes' },
    ],
    [
      { password: true, totp: 1, recoveryCodes: 4 },
      { ways: 1, phoneLost: 'mailAndCodes', next: 'nothing' },
    ],
    [
      { passkeys: 1, deviceBound: 1, recoveryCodes: 10 },
      { ways: 1, phoneLost: 'mailAndCodes', next: 'addSecondPasskey' },
    ],
    [{ passkeys: 1 }, { ways: 1, phoneLost: 'fine', next: 'addRecoveryCodes' }],
    [
      { passkeys: 2, deviceBound: 2, password: true, connections: 1, recoveryCodes: 10 },
      { ways: 4, phoneLost: 'fine', next: 'nothing' },
    ],
  ])('%j', (factors, told) => {
    expect(readiness({ ...NOTHING, ...factors })).toEqual(told);
  });
});

function has(factors: Factors, removed: Removable) {
  const number = { ...factors, passkey: factors.passkeys, connection: factors.connections }[removed];
  return Number(number) > 0;
}

/**
 * Whether a person who holds no more than this gets into an account that is set up like that. They can have a password
 * set anew by mail; a second factor is due as long as the account has one, even if it lies at the bottom of a lake.
 */
function getsIn(account: Factors, held: Factors) {
  if (held.passkeys > 0) return true;
  return needsSecondFactor(account) ? held.totp > 0 || held.recoveryCodes > 0 : true;
}

/**
 * What is left after the loss of each device in turn: of the phone, with all apps and, at worst, a passkey that lives
 * there alone; of any other with such a passkey. Codes lie on paper.
 */
function lossesOf(factors: Factors): Factors[] {
  const withoutOne = factors.deviceBound > 0 ? { passkeys: factors.passkeys - 1 } : {};
  return [
    { ...factors, totp: 0, ...withoutOne },
    { ...factors, ...withoutOne },
  ];
}
