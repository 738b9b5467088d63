import { eq, sql } from 'drizzle-orm';
import { users } from '@/db/schema/users';
import type { JobEntries } from '@/server/jobs/testing/job-entry';
import { FAILURE_SENTENCES } from '@/server/mail/failure';

type Of = Pick<
  JobEntries,
  | 'mail.verifyEmail'
  | 'mail.accountExists'
  | 'mail.resetPassword'
  | 'mail.approveEmail'
  | 'mail.confirmEmail'
  | 'mail.emailChanged'
  | 'mail.accountPurged'
  | 'mail.probe'
>;

/** The mails that are no notifications, and whoever looks for the mail server. */
export const MAIL_JOBS: Of = {
  'mail.verifyEmail': {
    statements: 1,
    mails: 1,
    example: async ({ given }) => {
      const { id, email } = await given.signUp();
      const about = await given.user();
      return { payload: { signUpId: id }, about: { ...about, email } };
    },
  },
  'mail.accountExists': {
    statements: 1,
    mails: 1,
    example: async ({ given }) => {
      const about = await given.user();
      return { payload: { userId: about.id, locale: 'fr' }, about };
    },
  },
  'mail.resetPassword': {
    statements: 1,
    mails: 1,
    example: async ({ given }) => {
      const about = await given.user();
      return { payload: { resetId: (await given.reset(about)).id }, about };
    },
    also: {
      'no account has this address': {
        statements: 1,
        mails: 1,
        example: async ({ given }) => {
          const { id } = await given.reset({ email: 'nobody@example.test' });
          return { payload: { resetId: id } };
        },
      },
    },
  },
  'mail.approveEmail': {
    statements: 1,
    mails: 1,
    example: async ({ given }) => {
      const about = await given.user();
      return { payload: { changeId: (await given.emailChange(about)).id }, about };
    },
  },
  'mail.confirmEmail': {
    // The change, whether somebody has the address, whether it is kept for somebody.
    statements: 3,
    mails: 1,
    example: async ({ given }) => {
      const about = await given.user();
      const { id } = await given.emailChange(about, { stage: 'approved' });
      return { payload: { changeId: id }, about };
    },
    also: {
      'somebody has the address': {
        statements: 2,
        mails: 1,
        example: async ({ given }) => {
          const about = await given.user();
          const { email: newEmail } = await given.user();
          const { id } = await given.emailChange(about, { stage: 'approved', newEmail });
          return { payload: { changeId: id }, about };
        },
      },
    },
  },
  'mail.emailChanged': {
    statements: 1,
    mails: 1,
    example: async ({ given }) => {
      const about = await given.user();
      const { id } = await given.emailChange(about, { stage: 'confirmed' });
      return { payload: { changeId: id }, about };
    },
  },
  'mail.accountPurged': {
    statements: 1,
    mails: 1,
    example: async ({ db, given }) => {
      const about = await given.leaving(await given.user());
      await db.update(users).set({ status: 'erasing' }).where(eq(users.id, about.id));
      return { payload: { userId: about.id }, about };
    },
  },
  'mail.probe': {
    // Whether a mail is stranded, and all of them brought forward.
    statements: 2,
    example: async ({ db, given, size }) => {
      for (let n = 0; n < size; n++) await given.failingJob();
      await db.execute(sql`
        update graphile_worker._private_jobs set last_error = ${FAILURE_SENTENCES.unreachable} where attempts > 0`);
      return { payload: {} };
    },
  },
};
