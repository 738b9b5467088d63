import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { SECRET } from '@/server/testing/callers';
import { codeOf } from '@/server/testing/codes-factories';
import type { Person } from '@/server/testing/factories';
import { goOn } from './activity';
import { type Answer, ask, call, countWords, wordOf } from './ask';
import type { Fault } from './fault';
import { endedInOrder, type Fleet, startFleet } from './fleet';
import { startRotating } from './rotating';
import { makeWriters } from './writing';

const NEW_SECRET = 'the one that takes its place and is long enough';
const READERS = 4;
/** Milliseconds between two requests of each. */
const PAUSE = 300;

const Begun = z.object({ result: z.object({ data: z.object({ id: z.string(), key: z.string() }) }) });

/**
 * AUTH_SECRET is changed as docs/deployment.md says, instance by instance and worker by worker, while people use the app: the new one
 * is named as an earlier one first, then takes the place of the old one, everything is encrypted anew, and the old one is forgotten.
 *
 * At every moment, at whichever instance: who is signed in is so, codes of authenticator apps work, those set up before and those set
 * up meanwhile, and apps get new tokens. At the end nothing needs the old secret.
 */
export const secretChanged: Fault = {
  name: 'secret-changed',
  async run(ground) {
    const fleet = await startFleet(ground);
    const [reads, enrolments]: [Answer[], Answer[]] = [[], []];
    const { signIn, answers: codes } = await startSigningIn(fleet);
    const readers = await makeWriters(fleet, READERS);
    const read = (token: string) => async () => {
      reads.push(await ask(fleet.app.port, { path: '/api/trpc/profile.me', token }));
    };
    const rotating = await startRotating(fleet);
    const stop = goOn(
      [
        ...readers.map(({ token }) => read(token)),
        signIn,
        async () => enrolments.push(await setUpApp(fleet)),
      ],
      { pause: PAUSE },
    );
    ground.onEnd(stop);
    ground.onEnd(rotating.stop);
    const step = async (what: string, env: Record<string, string>) => {
      ground.say(what);
      Object.assign(fleet.env, env);
      for (const at of [0, 1] as const)
        await Promise.all([fleet.restartInstance(at), fleet.restartWorker(at)]);
    };
    await step('the new one is known', { AUTH_SECRET: SECRET, AUTH_SECRET_PREVIOUS: NEW_SECRET });
    await step('the new one is used', { AUTH_SECRET: NEW_SECRET, AUTH_SECRET_PREVIOUS: SECRET });
    ground.say('everything anew');
    const said = await rotateKeys(fleet);
    await step('the old one is forgotten', { AUTH_SECRET: NEW_SECRET, AUTH_SECRET_PREVIOUS: '' });
    await sleep(5 * PAUSE);
    await Promise.all([stop(), rotating.stop()]);
    const isFine = (answers: Answer[]) => answers.length > 0 && answers.every(({ status }) => status === 200);
    return [
      {
        must: 'who is signed in stays so',
        held: isFine(reads),
        figure: countWords(reads.map(wordOf)),
      },
      {
        must: 'codes of apps that were set up before work',
        held: isFine(codes),
        figure: countWords(codes.map(wordOf)),
      },
      {
        must: 'an app is set up meanwhile, its two steps at whichever instance',
        held: isFine(enrolments),
        figure: countWords(enrolments.map(wordOf)),
      },
      await rotating.finding(),
      {
        must: 'nothing is left that needs the old one',
        held: /Not readable: 0\./.test(said) && said.includes('no longer needed'),
        figure: said.split('\n', 1)[0] ?? '',
      },
      endedInOrder(fleet),
    ];
  },
};

/** Seconds after which an authenticator app shows a code that it has not shown (RFC 6238), and one to spare. */
const NEXT_CODE = 31_000;
const OWNERS = 60;

/** People with an authenticator app, who sign in by its code, each with another one every time; the one who waited longest first. */
async function startSigningIn(fleet: Fleet): Promise<{ signIn: () => Promise<void>; answers: Answer[] }> {
  const answers: Answer[] = [];
  const owners: { person: Person; key: string; at: number }[] = [];
  for (const person of await makeWriters(fleet, OWNERS))
    owners.push({ person, key: (await fleet.given.totp(person)).key, at: Number.NEGATIVE_INFINITY });
  const signIn = async () => {
    const [owner] = owners;
    if (!owner || performance.now() - owner.at < NEXT_CODE) return;
    owners.push(...owners.splice(0, 1));
    owner.at = performance.now();
    const headers = { cookie: `foyer.attempt=${await fleet.given.secondStep(owner.person)}` };
    const proof = { code: codeOf(owner), trustDevice: false };
    answers.push(await call(fleet.app.port, 'auth.signIn.totp', proof, { headers }));
  };
  return { signIn, answers };
}

/** Somebody sets up an authenticator app, in two steps. @returns the answer to the second, or to the first where that was a refusal */
async function setUpApp({ app, given }: Fleet): Promise<Answer> {
  const { token } = await given.user();
  const begun = await call(app.port, 'auth.totp.begin', undefined, { token });
  if (begun.status !== 200) return begun;
  const { id, key } = Begun.parse(JSON.parse(begun.text)).result.data;
  return call(app.port, 'auth.totp.confirm', { id, code: codeOf({ key }), name: 'Phone' }, { token });
}

/** `npm run admin -- rotate-keys`. @returns what it says */
async function rotateKeys({ databaseUrl, env }: Fleet): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/admin.js', 'rotate-keys'], {
    env: { NODE_ENV: 'production', DATABASE_URL: databaseUrl, ...env },
  });
  return stdout;
}
