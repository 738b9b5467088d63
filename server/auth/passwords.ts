import { availableParallelism } from 'node:os';
import { type Algorithm, hash, hashRaw, verify } from '@node-rs/argon2';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';
import { DomainError } from '@/server/errors';
import { randomToken } from './tokens';

/** OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane. */
const ARGON2ID = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Hashes at once: the ceiling of sign-in is the processor, and more at once would only starve everything else. */
export const AT_ONCE = availableParallelism();
const IN_LINE = AT_ONCE * 16;
/** zxcvbn's score that stands for more than 10^8 guesses: out of reach where attempts are limited. */
const STRONG_ENOUGH = 3;

const gate = { running: 0, waiting: [] as (() => void)[] };

/** The PHC string of a password. @throws BUSY when too many wait already. */
export function hashPassword(password: string) {
  return inTurn(() => hash(password, ARGON2ID));
}

/**
 * The bare hash of a text with a salt that is given, for what is found by its hash. @throws BUSY when too many wait already.
 */
export function hashWithSalt({ text, salt }: { text: string; salt: Uint8Array }): Promise<Uint8Array> {
  return inTurn(() => hashRaw(text, { ...ARGON2ID, salt }));
}

/** Whether a hash was made with other parameters than those of today. */
export function isOutdated(phc: string) {
  const { memoryCost, timeCost, parallelism } = ARGON2ID;
  return !phc.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
}

let decoy: Promise<string> | undefined;
let strength: ZxcvbnFactory | undefined;

/** Makes what the first person would otherwise wait for: the decoy and the lists of common words. */
export async function warmPasswords() {
  decoy ??= hash(randomToken(), ARGON2ID);
  strength ??= makeStrength();
  await decoy;
}

/**
 * Whether a password fits. Without a hash the same work is done and the answer is no, so that the time taken does
 * not tell whether there is an account. @throws BUSY when too many wait already.
 */
export async function verifyPassword({
  hash: known,
  password,
}: {
  hash: string | undefined;
  password: string;
}) {
  await warmPasswords();
  const against = known ?? (await decoy) ?? '';
  const fits = await inTurn(() => verify(against, password));
  return fits && known !== undefined;
}

/** Whether a password would fall to a list of common ones, or to who knows the person's `words`. */
export function isGuessable({ password, words }: { password: string; words: string[] }) {
  strength ??= makeStrength();
  const parts = words
    .flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)])
    .filter((word) => word.length > 2);
  return strength.check(password.slice(0, 32), parts).score < STRONG_ENOUGH;
}

function makeStrength() {
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    // The time a check takes explodes with these and with the length: 700 ms of processor for the worst 64 characters
    // and the default of 100, 28 ms for 32 and 8. What is longer is strong, or a repetition of its beginning.
    l33tMaxSubstitutions: 8,
  });
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (gate.waiting.length >= IN_LINE) throw new DomainError('BUSY', { retryAfter: 2 });
  if (gate.running >= AT_ONCE) await new Promise<void>((resolve) => gate.waiting.push(resolve));
  else gate.running++;
  try {
    return await work();
  } finally {
    const next = gate.waiting.shift();
    if (next) next();
    else gate.running--;
  }
}
