import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups } from '@/db/schema/groups';
import { erasingServices, keepMails } from '@/server/leaving/testing/erase-with';
import { test } from '@/server/testing/fixtures';
import { messageMailTasks } from './message-tasks';

const attempt = { jobId: '1', attempt: 1, queuedAt: new Date() };

test('who is invited is told once, by whom and where to; who blocked, declined or wants no mail is not', async ({
  db,
  given,
}) => {
  const { mails, mailer } = keepMails();
  const tasks = messageMailTasks(erasingServices(db, { mailer }));
  const [mia, noah] = [await given.user({ displayName: 'Mia' }), await given.user()];
  const groupId = await given.group({ owners: [mia] }, { name: 'Walruses of evil.example' });
  const payload = (person: { id: string }) => ({ groupId, userId: person.id });
  await given.groupInvitation(groupId, noah, mia);
  await tasks['mail.groupInvitation'](payload(noah), attempt);
  await tasks['mail.groupInvitation'](payload(noah), attempt);
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ to: noah.email, subject: 'Mia invites you into a group' });
  expect(mails[0]?.text).toContain('Walruses of');
  expect(mails[0]?.text).toContain(`/groups/${groupId}`);
  // A name is no way to send somebody a link.
  expect(`${mails[0]?.text}${mails[0]?.html}`).not.toContain('evil.example');

  const [blocks, silent, declined] = [await given.user(), await given.user(), await given.user()];
  await given.block(blocks, mia);
  await given.privacy(silent, { messagesByMail: false });
  for (const person of [blocks, silent]) await given.groupInvitation(groupId, person, mia);
  for (const person of [blocks, silent, declined])
    await tasks['mail.groupInvitation'](payload(person), attempt);
  expect(mails).toHaveLength(1);

  const last = await given.user();
  await given.groupInvitation(groupId, last, mia);
  await db.update(groups).set({ hiddenAt: new Date() }).where(eq(groups.id, groupId));
  await tasks['mail.groupInvitation'](payload(last), attempt);
  expect(mails[1]?.text).not.toContain('Walruses');
});
