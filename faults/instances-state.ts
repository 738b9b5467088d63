import { count, eq } from 'drizzle-orm';
import sharp from 'sharp';
import { z } from 'zod';
import { caseEvents } from '@/db/schema/moderation';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { photoClient } from '@/server/testing/photo-client';
import { type Answer, ask, call, countWords, wordOf } from './ask';
import type { Finding } from './fault';
import type { Fleet } from './fleet';
import { makeWriters } from './writing';

const PEOPLE = 10;
const TRIES = 10;
/** Codes of devices that one person may look for in ten minutes (server/auth/throttle.ts). */
const CODES = 10;

const Ticket = z.object({ result: z.object({ data: z.object({ ticket: z.string() }) }) });
const Csrf = z.object({ csrfToken: z.string() });
const Uploaded = z.object({ serverData: z.object({ photo: z.object({ id: z.string() }) }) });

/** Signs in by steps that go to both in turn, and ends at one what is then used at the other. */
export async function signedInEverywhere(fleet: Fleet): Promise<Finding> {
  const [here, there] = fleet.instances;
  const me = (port: number, token: string | undefined) => ask(port, { path: '/api/trpc/profile.me', token });
  const token = await signInInTurn(fleet);
  const known = [await me(here.port, token), await me(there.port, token)];
  const after: Answer[] = [];
  for (const person of await makeWriters(fleet, PEOPLE)) {
    known.push(await me(here.port, person.token), await me(there.port, person.token));
    await call(here.port, 'auth.signOut', {}, { token: person.token });
    after.push(await me(there.port, person.token));
  }
  return {
    must: 'signed in at one is signed in at both; ended at one is refused by the other at once',
    held: known.every(({ status }) => status === 200) && after.every(({ status }) => status === 401),
    figure: `before ${countWords(known.map(wordOf))}; after ${countWords(after.map(wordOf))}`,
  };
}

/** @returns the token of the session */
async function signInInTurn({ given, instances: [here, there] }: Fleet): Promise<string | undefined> {
  const { email } = await given.user();
  const jar = new CookieJar();
  const headers = () => ({ cookie: jar.header() ?? '' });
  const taken = (answer: Answer) => {
    for (const set of answer.headers['set-cookie'] ?? []) jar.receive(set);
    return answer;
  };
  taken(await call(here.port, 'auth.signIn.start', { email }, { headers: headers() }));
  const proven = await call(
    there.port,
    'auth.signIn.password',
    { password: PASSWORD },
    { headers: headers() },
  );
  const { ticket } = Ticket.parse(JSON.parse(proven.text)).result.data;
  const csrf = taken(await ask(here.port, { path: '/api/auth/csrf', headers: headers() }));
  const { csrfToken } = Csrf.parse(JSON.parse(csrf.text));
  taken(
    await ask(there.port, {
      ...{ method: 'POST', path: '/api/auth/callback/ticket' },
      body: new URLSearchParams({ ticket, csrfToken, callbackUrl: '/', json: 'true' }).toString(),
      headers: { ...headers(), 'content-type': 'application/x-www-form-urlencoded' },
    }),
  );
  return jar.get('foyer.session');
}

/** As many tries as one instance gives, and no more, however they are spread. */
export async function countedTogether(fleet: Fleet): Promise<Finding[]> {
  const [here, there] = fleet.instances;
  const alone = await guess(fleet, [here.port]);
  const both = await guess(fleet, [here.port, there.port]);
  const { token } = await fleet.given.user();
  const codes = await Promise.all(
    Array.from({ length: 3 * CODES }, (_, n) =>
      call(n % 2 ? here.port : there.port, 'apps.device.find', { userCode: 'BCDF-GHJK' }, { token }),
    ),
  );
  const looked = codes.filter(({ status }) => status !== 429).length;
  return [
    {
      must: 'wrong passwords, at both in turn: no more than at one',
      held: alone === both && both > 0 && both < TRIES,
      figure: `${both} of ${TRIES} looked at, ${alone} where all went to one`,
    },
    {
      must: 'a limit, at both at once: no more than there are',
      held: looked === CODES,
      figure: `${looked} of ${codes.length}: ${countWords(codes.map(wordOf))}`,
    },
  ];
}

/** @returns how many of the guesses were looked at, before there were waits between them */
async function guess({ given }: Fleet, ports: number[]): Promise<number> {
  const headers = { cookie: `foyer.attempt=${await given.attempt(await given.user())}` };
  let looked = 0;
  for (let n = 0; n < TRIES; n++) {
    const port = ports[n % ports.length] ?? 0;
    const { reason } = await call(port, 'auth.signIn.password', { password: `guess ${n}` }, { headers });
    if (reason === 'SIGN_IN_FAILED') looked++;
  }
  return looked;
}

/** Two moderators ask for the same case at the same moment, each at an instance of their own. */
export async function claimedOnce({ db, given, instances }: Fleet): Promise<Finding> {
  const moderators = [await given.holder('report.handle'), await given.holder('report.handle')];
  const outcomes: Answer[][] = [];
  let entered = 0;
  for (const subject of await makeWriters({ given }, PEOPLE)) {
    const id = await given.case(subject);
    const answers = await Promise.all(
      instances.map(({ port }, at) =>
        call(port, 'moderation.reports.claim', { id }, { token: moderators[at]?.token }),
      ),
    );
    outcomes.push(answers);
    const [row] = await db.select({ times: count() }).from(caseEvents).where(eq(caseEvents.caseId, id));
    if (row?.times === 1) entered++;
  }
  const isOnce = (answers: Answer[]) =>
    answers.filter(({ status }) => status === 200).length === 1 &&
    answers.some(({ reason }) => reason === 'CLAIMED_BY_ANOTHER');
  return {
    must: 'a case claimed at both at once belongs to one',
    held: outcomes.every(isOnce) && entered === PEOPLE,
    figure: `${PEOPLE} cases: ${countWords(outcomes.flat().map(wordOf))}`,
  };
}

/** A photo begun at one, sent to the other, and shown by both. */
export async function sentToOne({ given, instances: [here, there] }: Fleet): Promise<Finding> {
  const person = await given.user();
  const background = { r: 10, g: 120, b: 60 };
  const bytes = await sharp({ create: { width: 200, height: 200, channels: 3, background } })
    .png()
    .toBuffer();
  const link = await photoClient(here, person).link({ size: bytes.length });
  const sent = await photoClient(there, person).put(link, bytes);
  const { id } = Uploaded.parse(await sent.json()).serverData.photo;
  const show = ({ port }: { port: number }) =>
    ask(port, { path: `/api/photos/${id}/512.webp`, token: person.token });
  const [one, other] = [await show(here), await show(there)];
  return {
    must: 'a photo begun at one and sent to the other is shown by both',
    held: one.status === 200 && other.status === 200 && one.text.length > 100 && one.text === other.text,
    figure: `${wordOf(one)} and ${wordOf(other)}, ${one.headers['content-length']} bytes`,
  };
}
