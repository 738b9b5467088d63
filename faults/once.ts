import { countDistinct, inArray } from 'drizzle-orm';
import { auditEntries } from '@/db/schema/audit';
import { makeVapidKeys } from '@/server/notifications/push-settings';
import { appRouter } from '@/server/router';
import { CookieJar } from '@/server/testing/cookie-jar';
import { inputOf } from '@/server/testing/fuzzing/procedure-input';
import { PATHS, procedureAt } from '@/server/testing/procedures';
import { type Answer, call, countWords, manyConnections, wordOf } from './ask';
import type { Fault, Finding } from './fault';
import { type Stage, setStage } from './stage';
import { tokensOnce } from './tokens-once';

const COPIES = 100;

/**
 * What may be done again and again, each time anew, and why: all other changes that leave an entry in the trail are
 * made once by a hundred copies of one request.
 */
const AGAIN: Record<string, string> = {
  'apps.clients.rotateSecret': 'each is another secret',
  'auth.recoveryCodes.generate': 'each is another set',
  'auth.stepUp.password': 'each proves it again',
  'notifications.push.subscribe': 'each hands over the keys of the same browser, which stands there once',
  'operations.retryJob': 'each asks for the same job, for as long as nobody does it',
  'profile.changeEmail.request': 'each begins anew, three times an hour',
};

/** Only a demo pushes to this machine, as the example does. */
const PUSH_SERVICE = 'push.example.test';

/** What the small version sends. */
const SMALL = [
  'auth.verifyEmail',
  'auth.password.reset',
  'auth.signIn.recoveryCode',
  'profile.changeEmail.confirm',
  'groups.invitations.accept',
  'moderation.appeals.file',
  'notifications.announcements.send',
  'account.deleteNow',
];

/**
 * A hundred copies of the same request at the same moment, of every procedure that changes something.
 *
 * What can only happen once happens once: the trail, written in the transaction of what it tells about, has one entry of
 * each kind. Of the others each is told so by a reason; nobody meets a 500. Codes and tokens of apps, and tickets, leave no
 * entry, and are counted by what they gave.
 */
export const once: Fault = {
  name: 'once',
  isSmall: true,
  async run(ground) {
    const stage = await setStage(ground, { env: settings() });
    const copies = ground.small ? 20 : COPIES;
    const paths = ground.small ? SMALL : PATHS.filter(isMutation);
    const outcomes: Outcome[] = [];
    for (const path of paths) outcomes.push(await sendCopies(stage, { path, copies }));
    return [...findingsOf(outcomes, copies), ...(await tokensOnce(stage, { copies }))];
  },
};

/** Everything that a procedure may need is set up. Nothing is taken out of the queue, where some of them look for it. */
function settings(): Record<string, string> {
  const { publicKey, privateKey } = makeVapidKeys();
  return {
    WORKER: 'off',
    GITHUB_ID: 'foyer',
    GITHUB_SECRET: 'known to both',
    VAPID_PUBLIC_KEY: publicKey,
    VAPID_PRIVATE_KEY: privateKey,
    PUSH_SERVICES: PUSH_SERVICE,
  };
}

interface Outcome {
  path: string;
  answers: Answer[];
  /** How often each kind was entered of the same thing. */
  entered: Record<string, number>;
  wanted: string[];
}

async function sendCopies(
  stage: Stage,
  { path, copies }: { path: string; copies: number },
): Promise<Outcome> {
  const { audit, ...procedure } = procedureAt(path);
  const made = await procedure.example(stage.given);
  const example = await inputOf(made, path);
  const input =
    path === 'notifications.push.subscribe'
      ? { ...Object(example), endpoint: `https://${PUSH_SERVICE}/push` }
      : example;
  const jar = new CookieJar({ ...made.cookies, ...(made.actor && { 'foyer.session': made.actor.token }) });
  const cookie = jar.header();
  const headers = { ...made.headers, ...(cookie !== undefined && { cookie }) };
  const agent = manyConnections();
  const answers = await Promise.all(
    Array.from({ length: copies }, () => call(stage.app.port, path, input, { headers, agent })),
  );
  agent.destroy();
  const ids = answers.map(({ headers: received }) => String(received['x-request-id']));
  const rows = await stage.db
    // By how many copies, and not how often: one may enter several things, and no two the same.
    .select({ kind: auditEntries.kind, copies: countDistinct(auditEntries.requestId) })
    .from(auditEntries)
    .where(inArray(auditEntries.requestId, ids))
    .groupBy(auditEntries.kind);
  const entered = Object.fromEntries(rows.map((row) => [row.kind, row.copies]));
  return { path, answers, entered, wanted: audit };
}

function findingsOf(outcomes: Outcome[], copies: number): Finding[] {
  const single = outcomes.filter(({ path, wanted }) => wanted.length > 0 && !Object.hasOwn(AGAIN, path));
  const wrong = single.filter(({ entered, wanted }) => wanted.some((kind) => entered[kind] !== 1));
  const odd = outcomes.filter(({ answers }) => answers.some((answer) => !isForeseen(answer)));
  const none = outcomes.filter(({ answers }) => answers.every(({ status }) => status !== 200));
  const named = (list: Outcome[]) => list.map((outcome) => `${outcome.path} ${inWords(outcome)}`).join('; ');
  return [
    {
      must: `${copies} copies of what can happen once: it happens once`,
      held: wrong.length === 0,
      figure: `${single.length} procedures${wrong.length ? `; not so: ${named(wrong)}` : ''}`,
    },
    {
      must: 'every copy is answered, by a reason where it was too late',
      held: odd.length === 0 && none.length === 0,
      figure: `${outcomes.length} procedures${odd.length || none.length ? `; not so: ${named([...odd, ...none])}` : ''}`,
    },
  ];
}

/** An answer that somebody thought of: nothing broke. */
function isForeseen({ status, reason }: Answer) {
  return status === 200 || (status >= 400 && reason !== undefined && reason !== 'INTERNAL');
}

function inWords(outcome: Outcome) {
  const entered = Object.entries(outcome.entered).map(([kind, times]) => `${kind} ${times}`);
  return `(${[countWords(outcome.answers.map(wordOf)), ...entered].join('; ')})`;
}

function isMutation(path: string) {
  const procedure: unknown = Object.entries(appRouter._def.procedures).find(([name]) => name === path)?.[1];
  return Reflect.get(Object(Reflect.get(Object(procedure), '_def')), 'type') === 'mutation';
}
