import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import { emailChanges, passwordResets } from '@/db/schema/security';
import { users } from '@/db/schema/users';
import type { JobName, JobPayload } from '@/server/jobs/catalog';
import type { LinkPurpose } from '@/server/links';
import { readLink } from '@/server/links';
import { mailsAbout } from '@/server/notifications/testing/mail-test';
import { callerFor, SECRET } from '@/server/testing/callers';
import { test as base } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import type { MailMessage } from './message';
import { securityMailTasks } from './security-tasks';
import { en } from './texts/en';
import { fr } from './texts/fr';

const appUrl = 'https://foyer.example.test';
type SecurityMail = Extract<JobName, keyof ReturnType<typeof securityMailTasks>>;

/** Runs a job, and answers the mails that it sent. */
const test = base.extend('mailsOf', { scope: 'file' }, ({ db }) => {
  return async <Name extends SecurityMail>(name: Name, payload: JobPayload<Name>, attempt = 1) => {
    const sent: MailMessage[] = [];
    const mailer = {
      send: async (message: MailMessage) => void sent.push(message),
      greet: async () => undefined,
      close: () => undefined,
    };
    const tasks: Record<string, unknown> = securityMailTasks({ db, mailer, appUrl, secret: SECRET });
    const task = tasks[name];
    if (typeof task !== 'function') throw new Error(`there is no task ${name}`);
    await task(payload, { jobId: uuid(), attempt, queuedAt: new Date() });
    return sent;
  };
});

describe('a link for a new password', () => {
  test('goes to who has an account, in its language, and works', async ({ db, given, mailsOf }) => {
    const person = await given.user({ locale: 'fr' });
    const { id } = await given.reset(person, { locale: 'en' });
    const [mail, ...others] = await mailsOf('mail.resetPassword', { resetId: id });
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: person.email, subject: fr.resetPassword.subject });
    const token = tokenIn(mail, '/reset-password', 'reset-password', id);
    const password = 'nine herons wade past the mill';
    expect(await callerFor(db, null).auth.password.reset({ token, password })).toEqual({ reset: true });
  });

  test('is none for an address without an account, which is told so', async ({ given, mailsOf }) => {
    const { id } = await given.reset({ email: 'nobody@example.test' }, { locale: 'fr' });
    const [mail, ...others] = await mailsOf('mail.resetPassword', { resetId: id });
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: 'nobody@example.test', subject: fr.noAccount.subject });
    expect(mail?.text).toContain(`${appUrl}/sign-up\n`);
    expect(mail?.text).not.toContain('token=');
  });

  test('is not sent once it is used or too old', async ({ db, given, mailsOf }) => {
    const person = await given.user();
    const expired = await given.reset(person, { expiresAt: new Date(Date.now() - 1) });
    const used = await given.reset(person);
    await db.update(passwordResets).set({ usedAt: new Date() }).where(eq(passwordResets.id, used.id));
    for (const resetId of [expired.id, used.id, uuid()])
      expect(await mailsOf('mail.resetPassword', { resetId })).toEqual([]);
  });
});

describe('a change of address', () => {
  test('that was not the person: the mail that asks ends every session, and the change', async ({
    db,
    given,
    mailsOf,
  }) => {
    const person = await given.user();
    await callerFor(db, person).profile.changeEmail.request({ email: `new-${uuid()}@example.test` });
    const ofPerson = eq(emailChanges.userId, person.id);
    const [change] = await db.select({ id: emailChanges.id }).from(emailChanges).where(ofPerson);
    const [mail] = await mailsOf('mail.approveEmail', { changeId: change?.id ?? '' });
    const links = [...(mail?.text ?? '').matchAll(/https?:\S+/g)].map(([link]) => new URL(link));
    expect(links.map(({ pathname }) => pathname)).toEqual(['/email-change/approve', '/not-me']);
    const [approval = '', token = ''] = links.map(({ searchParams }) => searchParams.get('token') ?? '');
    expect(await callerFor(db, null).auth.notMe({ token })).toMatchObject({ endedSessions: 1 });
    expect(await callerFor(db, person).viewer.current()).toBeNull();
    const approving = callerFor(db, null).profile.changeEmail.approve({ token: approval });
    expect(await refusal(approving)).toEqual({ reason: 'LINK_EXPIRED' });
  });

  test('takes a mail at each step, each to its own mailbox, with the link of the next', async ({
    db,
    given,
    mailsOf,
  }) => {
    const person = await given.user();
    const { id, oldEmail, newEmail } = await given.emailChange(person);
    const { changeEmail } = callerFor(db, null).profile;

    const [approve] = await mailsOf('mail.approveEmail', { changeId: id });
    expect(approve).toMatchObject({ to: oldEmail, subject: en.approveEmail.subject });
    expect(approve?.text).toContain(newEmail);
    await changeEmail.approve({ token: tokenIn(approve, '/email-change/approve', 'email-approve', id) });

    const [confirm] = await mailsOf('mail.confirmEmail', { changeId: id });
    expect(confirm).toMatchObject({ to: newEmail, subject: en.confirmEmail.subject });
    await changeEmail.confirm({ token: tokenIn(confirm, '/email-change/confirm', 'email-confirm', id) });

    const [welcome] = await mailsOf('mail.emailChanged', { changeId: id });
    expect(welcome).toMatchObject({ to: newEmail, subject: en.emailChanged.subject });
    const event = await given.event(person, { kind: 'email.changed', details: { changeId: id } });
    const about = { to: person, type: 'security.emailChanged', appUrl } as const;
    const data = { eventId: event.id, kind: 'email.changed' };
    const [notice, ...others] = await mailsAbout(db, { ...about, data });
    expect(others).toEqual([]);
    expect(notice).toMatchObject({ to: oldEmail, subject: en.notices['email.changed'].subject });
    await changeEmail.undo({ token: tokenIn(notice, '/email-change/undo', 'email-undo', id) });
    const [back] = await db.select({ email: users.email }).from(users).where(eq(users.id, person.id));
    expect(back?.email).toBe(oldEmail);

    for (const [name, payload] of [
      ['mail.approveEmail', { changeId: id }],
      ['mail.confirmEmail', { changeId: id }],
      ['mail.emailChanged', { changeId: id }],
    ] as const)
      expect(await mailsOf(name, payload)).toEqual([]);
    expect(await mailsAbout(db, { ...about, data })).toEqual([]);
  });

  test('to an address that somebody has or had lately tells its mailbox, and carries no link of ours', async ({
    given,
    mailsOf,
  }) => {
    const [owner, mover] = [await given.user(), await given.user()];
    const { oldEmail: reserved } = await given.emailChange(mover, { stage: 'confirmed' });
    for (const newEmail of [owner.email, reserved]) {
      const change = await given.emailChange(await given.user({ locale: 'fr' }), {
        stage: 'approved',
        newEmail,
      });
      const [mail, ...others] = await mailsOf('mail.confirmEmail', { changeId: change.id });
      expect(others).toEqual([]);
      expect(mail).toMatchObject({ to: newEmail, subject: fr.addressTaken.subject });
      expect(mail?.text).not.toContain('token=');
    }
  });

  test('that was given up, or has waited too long, is not mailed about', async ({ db, given, mailsOf }) => {
    const person = await given.user();
    const { id } = await given.emailChange(person, { stage: 'approved' });
    await db
      .update(emailChanges)
      .set({ expiresAt: new Date(Date.now() - 1) })
      .where(eq(emailChanges.id, id));
    for (const changeId of [id, uuid()]) {
      expect(await mailsOf('mail.approveEmail', { changeId })).toEqual([]);
      expect(await mailsOf('mail.confirmEmail', { changeId })).toEqual([]);
    }
  });
});

/** The secret of the one link in a mail, which has to lead to this page and to be good for this row. */
function tokenIn(mail: MailMessage | undefined, path: string, purpose: LinkPurpose, id: string) {
  const links = [...(mail?.text ?? '').matchAll(/https?:\S+/g)].map(([link]) => new URL(link));
  expect(links.map(({ origin, pathname }) => origin + pathname)).toEqual([appUrl + path]);
  const token = links[0]?.searchParams.get('token') ?? '';
  expect(readLink({ secret: SECRET, purpose, token })).toBe(id);
  return token;
}
