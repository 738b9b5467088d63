import type { Caller } from '@/server/router';
import type { Person } from '@/server/testing/factories';
import type { Procedure } from './procedure';

/** Somebody goes away, while there is somebody else who can give roles. */
function away(call: (api: Caller, person: Person) => Promise<unknown>): Procedure['example'] {
  return async (given) => {
    await given.holder('roles.assign');
    const actor = await given.user();
    return { actor, call: (api) => call(api, actor) };
  };
}

/** Pausing, leaving, receipts. */
export const LEAVING: Record<string, Procedure> = {
  'account.state': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.leaving(await given.user()),
      call: (api) => api.account.state(),
    }),
  },
  'account.deactivate': {
    who: 'confirmed',
    // Session and factors; the lock and the session, the standing; of an administrator whether there are others, in three; status
    // and departure; attempts, trust and sessions; the entry.
    statements: 14,
    audit: ['account.paused'],
    example: away((api) => api.account.deactivate({ returnOn: null })),
  },
  'account.reactivate': {
    who: 'signed in',
    statements: 9,
    audit: ['account.resumed'],
    example: async (given) => ({
      actor: await given.paused(await given.user()),
      call: (api) => api.account.reactivate(),
    }),
  },
  'account.deletionImpact': {
    who: 'signed in',
    statements: 4,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.account.deletionImpact(),
    }),
  },
  'account.scheduleDeletion': {
    who: 'confirmed',
    // The groups they own, the limit, and as with a pause; who else answers for the groups; jobs of before, the new one, the mail.
    statements: 21,
    audit: ['account.deletionScheduled'],
    example: away((api, { handle }) => api.account.scheduleDeletion({ handle, keepsMessages: false })),
  },
  'account.cancelDeletion': {
    who: 'signed in',
    statements: 9,
    audit: ['account.deletionCancelled'],
    example: async (given) => ({
      actor: await given.leaving(await given.user()),
      call: (api) => api.account.cancelDeletion(),
    }),
  },
  'account.cancelDeletionByLink': {
    who: 'anyone',
    statements: 8,
    audit: ['account.deletionCancelled'],
    example: async (given) => {
      const about = await given.leaving(await given.user());
      return {
        actor: null,
        about,
        call: (api) => api.account.cancelDeletionByLink({ token: about.keepLink }),
      };
    },
  },
  'account.deleteNow': {
    who: 'confirmed',
    statements: 19,
    audit: ['account.deletionScheduled'],
    example: away((api, { handle }) => api.account.deleteNow({ handle: `@${handle}`, keepsMessages: true })),
  },
  'account.receipt': {
    who: 'anyone',
    statements: 1,
    audit: [],
    example: async (given) => {
      const about = await given.leaving(await given.user());
      return { actor: null, about, call: (api) => api.account.receipt({ id: about.receiptId }) };
    },
  },
  'account.verifyReceipt': {
    who: 'anyone',
    // The key that the signature names.
    statements: 1,
    audit: [],
    example: async (given) => ({
      actor: null,
      call: (api) => api.account.verifyReceipt({ document: '{}', signature: given.foreignReceipt }),
    }),
  },
};
