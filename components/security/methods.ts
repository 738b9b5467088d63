import type { Messages } from 'next-intl';

type Method = keyof Messages['securityLog']['methods'];

/** The ways in as the trail writes them: those of a session, and those with which somebody confirmed who they are. */
export const METHODS = [
  'pwd',
  'otp',
  'hwk',
  'swk',
  'recovery',
  'fed',
  'password',
  'totp',
  'passkey',
  'recoveryCode',
] as const satisfies Method[];
