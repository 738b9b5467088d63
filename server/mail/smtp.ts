import { Readable } from 'node:stream';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { BuiltMail } from './message';
import { failureOf, type SmtpStage } from './smtp-answers';

/** Patience with a mail server, in ms. */
export interface SmtpLimits {
  /** To a connection, its name looked up. */
  connect: number;
  /** To the server's first words. */
  greeting: number;
  /** Between two answers. */
  silence: number;
  /** For all of one mail; a server that drips a byte a second is late as well. */
  whole: number;
}

const LIMITS: SmtpLimits = { connect: 5_000, greeting: 10_000, silence: 30_000, whole: 60_000 };

/** Where to, how patiently, and until when: `signal` breaks off every conversation. */
export interface SmtpServer {
  url: string;
  limits?: SmtpLimits | undefined;
  signal: AbortSignal;
}

/**
 * Hands one mail to the server, over a connection of its own.
 * @throws MailFailure
 */
export function sendBySmtp(server: SmtpServer, mail: BuiltMail) {
  return converse(server, async (connection, state) => {
    // A stream, because reading from it begins only when the server has said 354: from then on, silence may
    // mean that the mail arrived.
    const raw = new Readable({
      read() {
        state.stage = 'handed over';
        this.push(mail.raw);
        this.push(null);
      },
    });
    await settled((done) => connection.send({ ...mail.envelope, size: mail.raw.length }, raw, done));
  });
}

/**
 * Whether the server greets us and lets us in; nothing is sent.
 * @throws MailFailure `unreachable`
 */
export function greetBySmtp(server: SmtpServer) {
  const limits = server.limits ?? LIMITS;
  return converse({ ...server, limits: { ...limits, whole: limits.greeting } }, async () => undefined);
}

async function converse(
  { url, limits = LIMITS, signal }: SmtpServer,
  talk: (connection: SMTPConnection, state: { stage: SmtpStage }) => Promise<void>,
) {
  const { auth, ...server } = parseConnectionUrl(url);
  const connection = new SMTPConnection({
    ...server,
    connectionTimeout: limits.connect,
    dnsTimeout: limits.connect,
    greetingTimeout: limits.greeting,
    socketTimeout: limits.silence,
    socketCloseTimeout: 1_000,
  });
  const state: { stage: SmtpStage } = { stage: 'arriving' };
  const alarm = setAlarm({ ms: limits.whole, signal });
  try {
    await Promise.race([
      alarm.rang,
      new Promise<never>((_, reject) => connection.on('error', reject)),
      (async () => {
        await settled((done) => connection.connect(done));
        if (auth) await settled((done) => connection.login(auth, done));
        state.stage = 'talking';
        await talk(connection, state);
      })(),
    ]);
    connection.quit();
  } catch (error) {
    throw failureOf(error, state.stage);
  } finally {
    alarm.off();
    connection.close();
  }
}

function setAlarm({ ms, signal }: { ms: number; signal: AbortSignal }) {
  let ring: () => void = () => undefined;
  const rang = new Promise<never>((_, reject) => {
    ring = () => reject(new Error('not done in time'));
  });
  const timer = setTimeout(ring, ms);
  if (signal.aborted) ring();
  else signal.addEventListener('abort', ring);
  const off = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', ring);
  };
  return { rang, off };
}

function settled(start: (done: (error?: Error | null) => void) => void) {
  return new Promise<void>((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
}
