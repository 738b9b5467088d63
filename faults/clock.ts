import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '@/scripts/steps.mjs';
import { codeOf } from '@/server/testing/codes-factories';
import { type Answer, ask, call, wordOf } from './ask';
import type { Fault } from './fault';
import type { Ground } from './ground';
import { type Stage, setStage } from './stage';
import { until } from './until';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The clock of the app's machine jumps: two hours forward, back again, and a hundred days forward. That of the database stays.
 *
 * Whoever is signed in stays so, unless the time of their session is over by that clock, and nobody comes in by what is over: a link,
 * a token, a session. A code of an authenticator app goes by the clock that the app has, and never works a second time, so that who
 * used one ahead of time waits until the clock is there again, or takes a recovery code. A limit that was used up stays so.
 */
export const clock: Fault = {
  name: 'clock',
  async run(ground) {
    const { env, shiftBy } = await movableClock(ground);
    const stage = await setStage(ground, { env });
    const shift = async (milliseconds: number) => shiftBy(stage, milliseconds);
    const { given } = stage;
    const [member, owner, asker, forgetful] = [
      await given.user(),
      await given.user(),
      await given.user(),
      await given.user(),
    ];
    const [totp, [recoveryCode = '']] = [await given.totp(owner), await given.recoveryCodes(owner)];
    const { headers } = await given.app(member);
    const reset = await given.reset(forgetful);
    const me = () => ask(stage.app.port, { path: '/api/trpc/profile.me', token: member.token });
    const byToken = () => ask(stage.app.port, { path: '/api/trpc/profile.me', headers });
    const newPassword = () =>
      call(stage.app.port, 'auth.password.reset', {
        token: reset.token,
        password: 'nine herons wade past the mill',
      });

    const two = 2 * HOUR;
    const before = [await me(), await byToken()];
    await shift(two);
    const ahead = {
      session: await me(),
      token: await byToken(),
      link: await newPassword(),
      code: await secondStep(stage, {
        ...owner,
        shift: two,
        code: codeOf(totp, { now: new Date(Date.now() + two) }),
      }),
      limit: await exhaust(stage, asker.token),
    };
    await shift(0);
    const code = codeOf(totp);
    const back = {
      session: await me(),
      token: await byToken(),
      code: await secondStep(stage, { ...owner, shift: 0, code }),
      recovery: await secondStep(stage, { ...owner, shift: 0, recoveryCode }),
      limit: await exhaust(stage, asker.token, 1),
      link: await newPassword(),
    };
    await shift(100 * DAY);
    const far = await me();
    await shift(0);
    return [
      {
        must: 'who is signed in stays so',
        held: [...before, ahead.session, back.session].every(({ status }) => status === 200),
        figure: `two hours ahead ${wordOf(ahead.session)}, back ${wordOf(back.session)}`,
      },
      {
        must: 'nothing that is over by the clock lets anybody in',
        held:
          ahead.token.status === 401 &&
          ahead.link.reason === 'LINK_EXPIRED' &&
          far.reason === 'SESSION_ENDED',
        figure: `two hours ahead: token ${wordOf(ahead.token)}, link ${wordOf(ahead.link)}; 100 days: session ${wordOf(far)}`,
      },
      {
        must: 'what is not over by the clock works again',
        held: back.token.status === 200 && back.link.status === 200,
        figure: `back: token ${wordOf(back.token)}, link ${wordOf(back.link)}`,
      },
      {
        must: 'no code of an app before one that was used; a recovery code opens',
        held: ahead.code.status === 200 && back.code.reason === 'CODE_WRONG' && back.recovery.status === 200,
        figure: `ahead ${wordOf(ahead.code)}, back ${wordOf(back.code)}, recovery code ${wordOf(back.recovery)}`,
      },
      {
        must: 'a limit that was used up stays so',
        held: ahead.limit.status === 429 && back.limit.status === 429,
        figure: `ahead ${wordOf(ahead.limit)}, back ${wordOf(back.limit)}: try again in ${back.limit.headers['retry-after']} s`,
      },
    ];
  },
};

/** A clock for the app that can be moved while it runs. */
async function movableClock(ground: Ground) {
  const file = join(await ground.directory(), 'clock');
  await writeFile(file, '0');
  const preload = join(root, 'faults', 'shift-clock.mjs');
  return {
    env: { FAULT_CLOCK: file, NODE_OPTIONS: `--import=${preload}` },
    async shiftBy(stage: Stage, milliseconds: number) {
      ground.say(`${milliseconds / HOUR} hours`);
      await writeFile(file, String(milliseconds));
      process.kill(stage.app.pid, 'SIGUSR2');
      const isMoved = async () => (await readFile(`${file}.read`, 'utf8')) === String(milliseconds);
      if ((await until(isMoved, { limit: 5_000 })) === undefined) throw new Error('the clock did not move');
    },
  };
}

/** The second step of a sign-in that began by the shifted clock. */
async function secondStep(
  stage: Stage,
  given: { id: string; email: string; shift: number; code?: string; recoveryCode?: string },
): Promise<Answer> {
  const attempt = await stage.given.secondStep(given, { now: new Date(Date.now() + given.shift) });
  const headers = { cookie: `foyer.attempt=${attempt}` };
  const { port } = stage.app;
  return given.recoveryCode === undefined
    ? call(port, 'auth.signIn.totp', { code: given.code, trustDevice: false }, { headers })
    : call(port, 'auth.signIn.recoveryCode', { code: given.recoveryCode }, { headers });
}

/** Asks for codes of devices under which nothing waits, ten of which one person may try in ten minutes. @returns the last answer */
async function exhaust(stage: Stage, token: string, times = 11): Promise<Answer> {
  const find = () => call(stage.app.port, 'apps.device.find', { userCode: 'BCDF-GHJK' }, { token });
  let answer = await find();
  for (let n = 1; n < times; n++) answer = await find();
  return answer;
}
