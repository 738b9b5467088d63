import type { SignInSettings } from '@/server/context';
import { DomainError } from '@/server/errors';
import type { Log } from '@/server/log';
import { isBreached } from './breached-passwords';
import { isGuessable } from './passwords';

/**
 * Refuses a password that somebody would guess, or that is known from a leak where the operator named a service to ask.
 * @param check.alone whether it would be the only factor, for which the operator may ask for more
 * @param check.words what belongs to the person: their name, handle and address
 * @throws PASSWORD_TOO_SHORT_ALONE, PASSWORD_GUESSABLE, PASSWORD_BREACHED
 */
export async function refuseWeakPassword(check: {
  password: string;
  alone: boolean;
  words: string[];
  policy: Pick<SignInSettings, 'passwordMinAlone' | 'breachServiceUrl'>;
  log: Pick<Log, 'warn'>;
}) {
  const { password, alone, words, policy, log } = check;
  if (alone && [...password].length < policy.passwordMinAlone)
    throw new DomainError('PASSWORD_TOO_SHORT_ALONE');
  if (isGuessable({ password, words: [...words, 'foyer'] })) throw new DomainError('PASSWORD_GUESSABLE');
  const serviceUrl = policy.breachServiceUrl;
  if (serviceUrl && (await isBreached({ password, serviceUrl, log })))
    throw new DomainError('PASSWORD_BREACHED');
}
