import { describe, expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import type { Given } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { PROCEDURES, procedureAt } from '@/server/testing/procedures';
import { refusal } from '@/server/testing/refusal';

const AWAY = ['paused', 'leaving', 'suspended'] as const;

/** What is there for people who are signed in to an account that is not active, and for nobody's sake else. */
const OPEN_TO_ALL = [
  'account.state',
  'account.reactivate',
  'account.deletionImpact',
  'account.cancelDeletion',
  'account.deleteNow',
  'account.export.request',
  'account.export.status',
  // Why somebody is suspended, and their word against it.
  'moderation.sanctions.mine',
  'moderation.appeals.file',
  'moderation.appeals.mine',
  // To delete it at once asks for a fresh proof.
  'auth.stepUp.status',
  'auth.stepUp.password',
  'auth.stepUp.totp',
  'auth.stepUp.recoveryCode',
  'auth.stepUp.passkeyOptions',
  'auth.stepUp.passkey',
];

/** Neither for visitors, nor for who is away; of services, which call in their own name, nobody is. */
const CLOSED = Object.entries(PROCEDURES).flatMap(([path, { who }]) =>
  who === 'anyone' || who === 'service' || OPEN_TO_ALL.includes(path) ? [] : [path],
);

describe.each(CLOSED)('%s', (path) => {
  test.for(AWAY)('is closed to an account that is %s', async (how, { db, given }) => {
    const { actor, cookies, services = {}, call } = await procedureAt(path).example(given);
    if (!actor) throw new Error('somebody has to call it');
    await away(given, how, actor);
    const caller = callerFor(db, actor, { cookies: new CookieJar(cookies), services });
    expect(await refusal(call(caller))).toEqual({ reason: 'ACCOUNT_INACTIVE' });
  });
});

test.for(AWAY)(
  'whoever is signed in to an account that is %s is nobody elsewhere',
  async (how, { db, given }) => {
    const person = await given.user();
    await away(given, how, person);
    const api = callerFor(db, person);
    expect(await api.viewer.current()).toBeNull();
    expect(await api.account.state()).toMatchObject({ handle: person.handle });
  },
);

function away(given: Given, how: (typeof AWAY)[number], person: { id: string }) {
  return given[how](person);
}
