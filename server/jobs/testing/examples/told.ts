import type { JobEntries, JobEntry, World } from '@/server/jobs/testing/job-entry';
import { type NotificationType, TYPE_NAMES } from '@/server/notifications/catalog';
import { KINDS } from './kinds';

type Sending = 'notifications.mail' | 'notifications.push';

/** What is told at once, by mail and as a push: of every type that there is. */
export const TOLD_JOBS: Pick<JobEntries, Sending> = {
  'notifications.mail': mailOf('contacts.asked', {
    ...Object.fromEntries(TYPE_NAMES.map((type) => [type, mailOf(type)])),
    'after it has waited': {
      ...mailOf('contacts.asked'),
      // What they want, and when.
      statements: KINDS['contacts.asked'].mail + 2,
      example: (world) => told(world, 'contacts.asked', { queuedAt: new Date(Date.now() - 600_000) }),
    },
  }),
  'notifications.push': pushOf(
    'contacts.asked',
    Object.fromEntries(TYPE_NAMES.map((type) => [type, pushOf(type)])),
  ),
};

function mailOf(
  type: NotificationType,
  also?: JobEntry<'notifications.mail'>['also'],
): JobEntry<'notifications.mail'> {
  const example = (world: World) => told(world, type);
  return { statements: KINDS[type].mail, mails: 1, example, ...(also && { also }) };
}

function pushOf(
  type: NotificationType,
  also?: JobEntry<'notifications.push'>['also'],
): JobEntry<'notifications.push'> {
  const example = (world: World) => told(world, type);
  const { push: statements, isMailedAlone } = KINDS[type];
  return { statements, pushes: isMailedAlone ? 0 : 1, example, ...(also && { also }) };
}

/** Somebody who is told of something, wants mail also while they are here, and has one real browser. */
async function told(world: World, type: NotificationType, attempt?: { queuedAt: Date }) {
  const { given, browser } = world;
  const to = await given.mailedWhileOnline(await given.user());
  const about = await KINDS[type].about(world, to);
  await given.pushBrowser(to, { subscription: browser });
  const waits = (['email', 'push'] as const).map((channel) => ({ channel, state: 'queued' as const }));
  const eventId = await given.told(to, { ...about, type, deliveries: waits });
  return { payload: { eventId, userId: to.id }, about: to, ...(attempt && { attempt }) };
}
