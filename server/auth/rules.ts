/** How many of each a person has; `password` is there or not. */
export interface Factors {
  password: boolean;
  passkeys: number;
  /** Of the passkeys, those that live on one device alone. */
  deviceBound: number;
  totp: number;
  /** Unused ones. */
  recoveryCodes: number;
  /** Accounts elsewhere. */
  connections: number;
  /** Of authenticator apps and passkeys, which was used last. */
  lastUsed: 'totp' | 'passkey' | null;
}

export type SecondFactor = 'passkey' | 'totp' | 'recoveryCode';
export type StepUpMethod = SecondFactor | 'password';
export type Removable = 'password' | 'passkey' | 'totp' | 'connection';

/** Whether the first proof alone does not open the account. */
export function needsSecondFactor({ passkeys, totp }: Pick<Factors, 'passkeys' | 'totp'>) {
  return passkeys > 0 || totp > 0;
}

/** What a person can prove a second time with, the safest first. Recovery codes stand in; they are none by themselves. */
export function secondFactors(factors: Factors): SecondFactor[] {
  if (!needsSecondFactor(factors)) return [];
  return [
    ...(factors.passkeys > 0 ? (['passkey'] as const) : []),
    ...(factors.totp > 0 ? (['totp'] as const) : []),
    ...(factors.recoveryCodes > 0 ? (['recoveryCode'] as const) : []),
  ];
}

/**
 * What "confirm it is you" asks for. With a second factor set up the password is not among them: a factor is only
 * removed after proof by one as good (NIST SP 800-63B-4 section 4.1.2.1 asks for the account's own level).
 */
export function stepUpMethods(factors: Factors): StepUpMethod[] {
  const second = secondFactors(factors);
  if (second.length) return second;
  return factors.password ? ['password'] : [];
}

/** Methods in the order in which they are offered: the one used last stands first. */
export function lastUsedFirst<Method extends StepUpMethod>(
  methods: Method[],
  { lastUsed }: Pick<Factors, 'lastUsed'>,
): Method[] {
  return methods.toSorted((a, b) => Number(b === lastUsed) - Number(a === lastUsed));
}

/** The factors as they would be without one of them, and a passkey that can be on several devices taken first. */
export function without(factors: Factors, removed: Removable): Factors {
  switch (removed) {
    case 'password':
      return { ...factors, password: false };
    case 'passkey':
      return {
        ...factors,
        passkeys: factors.passkeys - 1,
        deviceBound: Math.min(factors.deviceBound, factors.passkeys - 1),
      };
    case 'totp':
      return { ...factors, totp: factors.totp - 1 };
    case 'connection':
      return { ...factors, connections: factors.connections - 1 };
  }
}

/**
 * Whether a person can do without one of their factors. What can begin a sign-in has to remain; and a password, or the
 * authenticator app of somebody without one, goes only when the loss of one device would not lock its owner out: two
 * passkeys, or one and recovery codes (which work after a password was set anew by mail).
 */
export function canRemove(factors: Factors, removed: Removable) {
  const left = without(factors, removed);
  const enough = left.passkeys >= 2 || (left.passkeys >= 1 && left.recoveryCodes > 0);
  if (removed === 'password') return enough;
  if (removed === 'totp' && !left.password && left.totp === 0 && left.passkeys > 0) return enough;
  return left.password || left.passkeys > 0 || left.connections > 0;
}

/** Ways to begin a sign-in that do not depend on each other. */
export function waysIn({ password, passkeys, connections }: Factors) {
  return (password ? 1 : 0) + passkeys + connections;
}

export type Advice =
  | 'addSecondFactor'
  | 'addRecoveryCodes'
  | 'addSecondPasskey'
  | 'fewRecoveryCodes'
  | 'nothing';

/**
 * How ready a person is for the loss of a device. `phoneLost`: what they would have left without their authenticator
 * apps and one passkey, as one word.
 */
export function readiness(factors: Factors): {
  ways: number;
  phoneLost: 'fine' | 'mailAndCodes' | 'lockedOut' | 'passwordAlone';
  next: Advice;
} {
  return { ways: waysIn(factors), phoneLost: afterPhoneLoss(factors), next: advice(factors) };
}

function afterPhoneLoss({ passkeys, recoveryCodes, password, totp, deviceBound, connections }: Factors) {
  if (!needsSecondFactor({ passkeys, totp })) {
    if (password) return 'passwordAlone';
    return connections > 0 ? 'fine' : 'lockedOut';
  }
  // A passkey that is synchronised, or the second of two, is still there.
  if (passkeys > 1 || passkeys > deviceBound) return 'fine';
  return recoveryCodes > 0 ? 'mailAndCodes' : 'lockedOut';
}

function advice(factors: Factors): Advice {
  if (!needsSecondFactor(factors)) return 'addSecondFactor';
  if (factors.recoveryCodes === 0) return 'addRecoveryCodes';
  if (factors.recoveryCodes <= 3) return 'fewRecoveryCodes';
  if (factors.passkeys === 1) return 'addSecondPasskey';
  return 'nothing';
}

/** Seconds during which a proof counts for sensitive actions (design: five minutes). */
export const FRESH_SECONDS = 300;

/** Whether the last proof of a session is recent enough for a sensitive action. */
export function isFresh({ provenAt }: { provenAt: Date }, now: Date) {
  return now.getTime() - provenAt.getTime() < FRESH_SECONDS * 1000;
}
