import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Answer, anotherAddress, ask, countWords, manyConnections, wordOf } from './ask';
import type { Finding } from './fault';
import type { Stage } from './stage';

const Tokens = z.object({ refresh_token: z.string() });
const Csrf = z.object({ csrfToken: z.string() });
const Ticket = z.object({ result: z.object({ data: z.object({ ticket: z.string() }) }) });

/** What apps and browsers hold that works once, each sent in so many copies at the same moment. */
export async function tokensOnce(stage: Stage, { copies }: { copies: number }): Promise<Finding[]> {
  return [
    await codeOnce(stage, copies),
    await deviceOnce(stage, copies),
    await refreshOnce(stage, copies),
    await ticketOnce(stage, copies),
  ];
}

/** One app gets in. Whoever else shows the code ends that again (RFC 6749 section 4.1.2), so afterwards nobody is. */
async function codeOnce(stage: Stage, copies: number): Promise<Finding> {
  const [person, client] = [await stage.given.user(), await stage.given.client()];
  const { code, verifier } = await stage.given.code(person, { client });
  const answers = await tokenCopies(stage, copies, {
    ...{ grant_type: 'authorization_code', client_id: client.id },
    ...{ code, code_verifier: verifier, redirect_uri: client.redirectUri },
  });
  const left = await countSessions(stage, person);
  return {
    must: 'an authorization code lets one in, and nobody once it was shown twice',
    held: countGiven(answers) === 1 && left === 0 && areForeseen(answers),
    figure: `${countWords(answers.map(wordOf))}; ${left} app sessions left`,
  };
}

async function deviceOnce(stage: Stage, copies: number): Promise<Finding> {
  const [person, client] = [await stage.given.user(), await stage.given.client({ deviceFlow: true })];
  const { deviceCode } = await stage.given.device({ client, by: person });
  const answers = await tokenCopies(stage, copies, {
    ...{ grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: client.id },
    device_code: deviceCode,
  });
  const left = await countSessions(stage, person);
  return {
    must: 'a device code lets one in',
    held: countGiven(answers) === 1 && left <= 1 && areForeseen(answers),
    figure: `${countWords(answers.map(wordOf))}; ${left} app sessions`,
  };
}

/** Within thirty seconds all who show the present token get the same next one; the family stays one row. */
async function refreshOnce(stage: Stage, copies: number): Promise<Finding> {
  const person = await stage.given.user();
  const { refreshToken, client } = await stage.given.appSession(person);
  const answers = await tokenCopies(stage, copies, {
    ...{ grant_type: 'refresh_token', client_id: client.id, refresh_token: refreshToken },
  });
  const next = answers
    .filter(({ status }) => status === 200)
    .map(({ text }) => Tokens.parse(JSON.parse(text)));
  const different = new Set(next.map(({ refresh_token }) => refresh_token)).size;
  const left = await countSessions(stage, person);
  return {
    must: 'a refresh token has one successor, and its family stays one',
    held: different === 1 && left === 1 && areForeseen(answers),
    figure: `${countWords(answers.map(wordOf))}; ${different} successor, ${left} app session`,
  };
}

async function ticketOnce(stage: Stage, copies: number): Promise<Finding> {
  const person = await stage.given.user();
  const { port } = stage.app;
  const json = { 'content-type': 'application/json', 'x-forwarded-for': anotherAddress() };
  const attempt = `foyer.attempt=${await stage.given.secondStep(person, { due: false })}`;
  const finished = await ask(port, {
    ...{ method: 'POST', path: '/api/trpc/auth.signIn.finish', body: '{}' },
    headers: { ...json, cookie: attempt },
  });
  const { ticket } = Ticket.parse(JSON.parse(finished.text)).result.data;
  const csrf = await ask(port, { path: '/api/auth/csrf', headers: { cookie: attempt } });
  const cookie = [attempt, ...(csrf.headers['set-cookie'] ?? []).map((set) => set.split(';', 1)[0])].join(
    '; ',
  );
  const { csrfToken } = Csrf.parse(JSON.parse(csrf.text));
  const form = new URLSearchParams({ ticket, csrfToken, callbackUrl: '/', json: 'true' }).toString();
  const answers = await copiesOf(copies, (agent) =>
    ask(port, {
      ...{ method: 'POST', path: '/api/auth/callback/ticket', body: form, agent },
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
    }),
  );
  const isIn = ({ headers }: Answer) =>
    (headers['set-cookie'] ?? []).some((set) => /^foyer\.session=[^;]/.test(set));
  const [row] = await stage.db.execute<{ sessions: number }>(
    sql`select count(*)::int as sessions from sessions where user_id = ${person.id}`,
  );
  // One was there before.
  const begun = (row?.sessions ?? 0) - 1;
  return {
    must: 'a ticket begins one session',
    held: begun === 1 && answers.filter(isIn).length === 1 && answers.every(isAnswered),
    figure: `${countWords(answers.map(wordOf))}; ${begun} begun, ${answers.filter(isIn).length} cookie given`,
  };
}

function tokenCopies(stage: Stage, copies: number, form: Record<string, string>) {
  return copiesOf(copies, (agent) =>
    ask(stage.app.port, {
      ...{ method: 'POST', path: '/api/oauth/token', body: new URLSearchParams(form).toString(), agent },
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': anotherAddress() },
    }),
  );
}

async function copiesOf(
  copies: number,
  send: (agent: ReturnType<typeof manyConnections>) => Promise<Answer>,
) {
  const agent = manyConnections();
  const answers = await Promise.all(Array.from({ length: copies }, () => send(agent)));
  agent.destroy();
  return answers;
}

function countGiven(answers: Answer[]) {
  return answers.filter(({ status }) => status === 200).length;
}

/** By whatever page it leads to, but not by a failure. */
function isAnswered({ status }: Answer) {
  return status >= 200 && status < 500;
}

/** Errors of the protocol, or "try again": nothing broke. */
function areForeseen(answers: Answer[]) {
  return answers.every(({ status, text }) => status === 200 || (status !== 500 && text.includes('"error"')));
}

async function countSessions({ db }: Stage, { id }: { id: string }) {
  const [row] = await db.execute<{ sessions: number }>(
    sql`select count(*)::int as sessions from app_sessions where user_id = ${id}`,
  );
  return row?.sessions ?? 0;
}
