import { sql } from 'drizzle-orm';
import type { Person } from '@/server/testing/factories';
import { type Answer, call, countWords, wordOf } from './ask';
import type { Fault } from './fault';
import type { Mood } from './mail-server';
import { type Stage, setStage } from './stage';
import { until } from './until';
import { makeWriters } from './writing';

/** Towards one person each; then it is well again, or not, as the second says. */
const MOODS: { mood: Mood; ends: 'mailed' | 'given up' }[] = [
  { mood: 4, ends: 'mailed' },
  { mood: 5, ends: 'given up' },
  { mood: 'drops the text', ends: 'mailed' },
  { mood: 'drops the end', ends: 'mailed' },
];
/** What may have arrived is tried again after 45 s (server/mail/retry.ts). */
const PATIENT_LIMIT = 90_000;
/** A server that is back is noticed by a probe every 20 s. */
const PROBE_LIMIT = 30_000;
/** Of a request that has a mail sent: that is the queue's to do. */
const ANSWER_LIMIT = 1_000;

/**
 * The mail server is away; is slow (takes the connection and says nothing); and lies: hangs up in the middle of a mail, or at its
 * end without a word, and answers 4yz or 5yz.
 *
 * Nobody who uses the app notices: whoever asks for a link is answered at once. Each mail goes out when the server is well again,
 * under one name (Message-ID), so that one whose fate was open is known again when it comes twice. One that was refused for good is
 * given up, and shown to staff.
 */
export const mail: Fault = {
  name: 'mail',
  waits: true,
  async run(ground) {
    const stage = await setStage(ground);
    const answers: Answer[] = [];
    const ask = async (people: Person[]) => {
      for (const { email } of people)
        answers.push(await call(stage.app.port, 'auth.password.requestReset', { email, locale: 'en' }));
    };
    const moody = await makeWriters(stage, MOODS.length);
    for (const [n, { email }] of moody.entries()) stage.mail.moods.set(email, MOODS[n]?.mood ?? 'takes');
    await ask(moody);
    await until(() => stage.mail.dropped.length > 0, { limit: 20_000 });

    ground.say('stalls');
    const stalled = await makeWriters(stage, 6);
    stage.mail.mood = 'stalls';
    await ask(stalled);
    await until(() => countFailed(stage, 'The mail server%').then((failed) => failed >= 4), {
      limit: 30_000,
    });
    ground.say('is away');
    const away = await makeWriters(stage, 10);
    await stage.mail.goAway();
    await ask(away);
    await until(() => countFailed(stage, 'The mail server%').then((failed) => failed >= 10), {
      limit: 60_000,
    });
    stage.mail.mood = 'takes';
    stage.mail.moods.clear();
    await stage.mail.comeBack();
    const back = await until(() => areMailed(stage, [...away, ...stalled]), { limit: PROBE_LIMIT });
    const patient = moody.filter((_, n) => MOODS[n]?.ends === 'mailed');
    const all = await until(() => areMailed(stage, patient), { limit: PATIENT_LIMIT });

    const slowest = Math.max(...answers.map(({ at, asked }) => at - asked));
    const names = new Map<string, Set<string>>();
    for (const { to, id } of [...stage.mail.taken, ...stage.mail.dropped])
      names.set(to, (names.get(to) ?? new Set()).add(id));
    const renamed = [...names.values()].filter((ids) => ids.size > 1).length;
    const twice = stage.mail.taken.length - new Set(stage.mail.taken.map(({ id, to }) => id + to)).size;
    const refused = moody.find((_, n) => MOODS[n]?.ends === 'given up');
    const wasMailed = stage.mail.taken.some(({ to }) => to === refused?.email);
    const [row] = await stage.db.execute<{ given_up: number }>(sql`
      select count(*)::int as given_up from graphile_worker.jobs
      where attempts = max_attempts and task_identifier = 'mail.resetPassword'`);
    return [
      {
        must: 'whoever asks for a mail is answered at once',
        held: answers.every(({ status }) => status === 200) && slowest <= ANSWER_LIMIT,
        figure: `${countWords(answers.map(wordOf))}, ${Math.round(slowest)} ms at most`,
      },
      {
        must: 'away or slow: each mail goes out when it is back',
        held: back !== undefined,
        figure:
          back === undefined
            ? 'not all'
            : `${away.length + stalled.length} mails within ${(back / 1000).toFixed(1)} s`,
      },
      {
        must: 'lying: each mail goes out, under one name',
        held: all !== undefined && renamed === 0 && twice === 0,
        figure: `${patient.length} mails, ${renamed} under two names, ${twice} taken twice`,
      },
      {
        must: 'refused for good: given up, and shown',
        held: !wasMailed && row?.given_up === 1,
        figure: `${row?.given_up} given up`,
      },
    ];
  },
};

async function areMailed({ mail: { taken } }: Stage, people: Person[]) {
  const mailed = new Set(taken.map(({ to }) => to));
  return people.every(({ email }) => mailed.has(email));
}

/** Mails that could not be sent, whose last error is like that. */
async function countFailed({ db }: Stage, like: string) {
  const [row] = await db.execute<{ failed: number }>(sql`
    select count(*)::int as failed from graphile_worker.jobs
    where task_identifier = 'mail.resetPassword' and last_error like ${like} and attempts < max_attempts`);
  return row?.failed ?? 0;
}
