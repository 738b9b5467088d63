import type { Tasks } from '@/server/jobs/catalog';
import type { WorkerTimes } from '@/server/jobs/worker';

/** As in production, only more impatient. */
export const quickTimes: WorkerTimes = {
  silence: 1_500,
  patience: 1_500,
  drain: 1_000,
  pause: 50,
  poll: 100,
};

/** Every task fails, but for those given. */
export function onlyTasks(tasks: Partial<Tasks>): Tasks {
  const unexpected = async () => {
    throw new Error('this test expects no such job');
  };
  return {
    'mail.verifyEmail': unexpected,
    'mail.accountExists': unexpected,
    'mail.resetPassword': unexpected,
    'mail.approveEmail': unexpected,
    'mail.confirmEmail': unexpected,
    'mail.emailChanged': unexpected,
    'mail.accountPurged': unexpected,
    'sanction.end': unexpected,
    'account.export': unexpected,
    'account.erase': unexpected,
    'account.return': unexpected,
    'notifications.fanOut': unexpected,
    'notifications.sendToMany': unexpected,
    'notifications.mail': unexpected,
    'notifications.push': unexpected,
    'notifications.digestMail': unexpected,
    'notifications.digestPush': unexpected,
    'notifications.reconsider': unexpected,
    'mail.probe': unexpected,
    // Comes by the clock, in the middle of any test.
    'audit.seal': async () => undefined,
    'notifications.release': async () => undefined,
    'notifications.sweep': async () => undefined,
    sweep: unexpected,
    ...tasks,
  };
}
