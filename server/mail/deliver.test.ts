import { describe, expect, onTestFinished, test } from 'vitest';
import { createMailer } from './deliver';
import { MailFailure, type MailFailureKind } from './failure';
import type { MailMessage } from './message';
import type { SmtpLimits } from './smtp';
import { closedPort, refusal, startDropper, startSmtp, startTalker } from './testing/smtp';

// Short enough for a test to sit through, long enough for a busy machine that does answer.
const limits: SmtpLimits = { connect: 3_000, greeting: 3_000, silence: 3_000, whole: 6_000 };
const message: MailMessage = {
  to: 'ada@example.test',
  subject: 'Confirmez votre adresse : été\u202F!',
  html: '<p>Bonjour</p>',
  text: 'Bonjour\n.\nFin',
  messageId: 'f00d',
};

function mailerFor(smtpUrl: string) {
  const mailer = createMailer({ smtpUrl, from: 'Foyer <foyer@example.test>', outboxDir: '/nowhere', limits });
  onTestFinished(() => mailer.close());
  return mailer;
}

/** How sending fails. */
async function failure(smtpUrl: string, changes: Partial<MailMessage> = {}) {
  const error: unknown = await mailerFor(smtpUrl)
    .send({ ...message, ...changes })
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  if (!(error instanceof MailFailure)) throw new Error('not a MailFailure', { cause: error });
  expect(error.message).not.toContain('ada@example.test');
  return error.kind;
}

test('a mail arrives as it was written', async () => {
  const smtp = await startSmtp();
  await mailerFor(smtp.url).send(message);
  const [received, ...more] = smtp.received;
  expect(more).toEqual([]);
  expect(received).toMatchObject({ from: 'foyer@example.test', to: ['ada@example.test'] });
  expect(received?.mail).toMatchObject({
    from: { name: 'Foyer', address: 'foyer@example.test' },
    to: [{ address: 'ada@example.test' }],
    subject: message.subject,
    messageId: '<f00d@example.test>',
  });
  expect(received?.mail.text?.trimEnd()).toBe(message.text);
  expect(received?.mail.html?.trimEnd()).toBe(message.html);
  expect(received?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
});

test('a mail goes out to a server that wants a name and a password', async () => {
  const smtp = await startSmtp({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      if (username === 'foyer' && password === 'p@ss/w:rd') done(null, { user: 'foyer' });
      else done(refusal(535, 'Invalid credentials'));
    },
  });
  const right = smtp.url.replace('//', `//foyer:${encodeURIComponent('p@ss/w:rd')}@`);
  await mailerFor(right).send(message);
  expect(smtp.received).toHaveLength(1);
  expect(await failure(smtp.url.replace('//', '//foyer:wrong@'))).toBe('unreachable');
});

test.each([
  'ada@example.test, eve@example.test',
  'ada@example.test\r\nRCPT TO:<eve@example.test>',
  'Ada <ada@example.test>',
  '<ada@example.test>',
  '"ada eve"@example.test',
  'ada@example.test>',
  'list: ada@example.test;',
  'ada@example.test ',
  'ada@@example.test',
  'ada',
  '',
])('%j is not an address, and nobody hears of it', async (to) => {
  const smtp = await startSmtp();
  expect(await failure(smtp.url, { to })).toBe('refused');
  expect(smtp.received).toEqual([]);
});

test('no text can add a header or a recipient', async () => {
  const smtp = await startSmtp();
  const injection = 'x\r\nBcc: eve@example.test\r\n\r\nbody';
  await mailerFor(smtp.url).send({ ...message, subject: injection, text: `${injection}\r\n.\r\nRSET` });
  expect(smtp.received.map(({ to }) => to)).toEqual([['ada@example.test']]);
  expect(smtp.received[0]?.mail.headers.map(({ key }) => key)).not.toContain('bcc');
});

describe('a mail that does not go out', () => {
  test.each<[string, number, MailFailureKind]>([
    ['an unknown recipient', 550, 'refused'],
    ['a full mailbox', 452, 'postponed'],
    ['a server that ends the talk', 421, 'postponed'],
  ])('because of %s (%i) is %s', async (_, code, kind) => {
    const smtp = await startSmtp({
      onRcptTo: ({ address }, _session, done) => done(refusal(code, `<${address}> not now`)),
    });
    expect(await failure(smtp.url)).toBe(kind);
  });

  test.each<[number, MailFailureKind]>([
    [554, 'refused'],
    [451, 'postponed'],
  ])('because of its text (%i) is %s', async (code, kind) => {
    const smtp = await startSmtp({
      onData: (stream, _session, done) => stream.resume().on('end', () => done(refusal(code, 'no'))),
    });
    expect(await failure(smtp.url)).toBe(kind);
  });

  test('because of our own address is postponed, since its reader cannot help', async () => {
    const smtp = await startSmtp({ onMailFrom: (_from, _session, done) => done(refusal(550, 'not you')) });
    expect(await failure(smtp.url)).toBe('postponed');
  });

  test('because it is too large is refused', async () => {
    const smtp = await startSmtp({ size: 100 });
    expect(await failure(smtp.url)).toBe('refused');
  });

  test('because nobody listens is unreachable', async () => {
    expect(await failure(`smtp://127.0.0.1:${await closedPort()}`)).toBe('unreachable');
  });

  test('because the server says nothing is unreachable', async () => {
    expect(await failure(await startTalker(() => undefined))).toBe('unreachable');
  });

  test('because the server wants no one is unreachable', async () => {
    expect(await failure(await startTalker((socket) => socket.end('554 go away\r\n')))).toBe('unreachable');
  });

  test('because the server never comes to its point is unreachable', async () => {
    const url = await startTalker((socket) => {
      const timer = setInterval(() => socket.write('220-wait\r\n'), 50);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await failure(url)).toBe('unreachable');
  });

  test.each<['RCPT' | 'DATA' | '.', MailFailureKind]>([
    ['RCPT', 'postponed'],
    ['DATA', 'postponed'],
    ['.', 'unanswered'],
  ])('because the line breaks at %s is %s', async (command, kind) => {
    expect(await failure(await startDropper(command))).toBe(kind);
  });

  test('because the server falls silent after its text may have arrived', async () => {
    const smtp = await startSmtp({ onData: (stream) => void stream.resume() });
    expect(await failure(smtp.url)).toBe('unanswered');
  });

  test('because we close breaks off at once', async () => {
    const url = await startTalker(() => undefined);
    const mailer = createMailer({ smtpUrl: url, from: 'foyer@example.test', outboxDir: '/nowhere' });
    const sending = mailer.send(message);
    mailer.close();
    await expect(sending).rejects.toBeInstanceOf(MailFailure);
    await expect(mailer.send(message)).rejects.toBeInstanceOf(MailFailure);
  });
});

test('a greeting tells whether the server lets us in', async () => {
  const smtp = await startSmtp();
  await mailerFor(smtp.url).greet();
  await smtp.stop();
  await expect(mailerFor(smtp.url).greet()).rejects.toMatchObject({ kind: 'unreachable' });
});
