import { v7 as uuid } from 'uuid';
import type { Caller } from '@/server/router';
import type { Given } from '@/server/testing/factories';
import type { Procedure } from './procedure';

/** Somebody, and somebody else whose account is no news. */
async function two(given: Given) {
  const [actor, other] = [await given.user(), await given.user()];
  await given.longHere(actor);
  return { actor, other, person: { userId: other.id } };
}

/** Contacts, blocks, messages. */
export const CONTACTS: Record<string, Procedure> = {
  'contacts.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { actor, other } = await two(given);
      await given.contacts(actor, other);
      return { actor, call: (api) => api.contacts.list() };
    },
  },
  'contacts.more': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { actor, other } = await two(given);
      await given.contacts(actor, other);
      const after = { since: new Date(Date.now() + 60_000).toISOString(), userId: other.id };
      return { actor, call: (api) => api.contacts.more({ list: 'contacts', after }) };
    },
  },
  'contacts.ask': {
    who: 'signed in',
    // Session, limit, both locked, what is between them, question, trail, mail.
    statements: 7,
    audit: ['contact.asked'],
    example: async (given) => {
      const { actor, person } = await two(given);
      return { actor, call: (api) => api.contacts.ask(person) };
    },
  },
  'contacts.accept': {
    who: 'signed in',
    // Session, both locked, what is between them, contacts, questions, trail; what I was told is read, they are told.
    statements: 8,
    audit: ['contact.accepted'],
    example: async (given) => {
      const { actor, other, person } = await two(given);
      await given.contactRequest(other, actor);
      return { actor, call: (api) => api.contacts.accept(person) };
    },
  },
  'contacts.decline': {
    who: 'signed in',
    statements: 5,
    audit: ['contact.declined'],
    example: async (given) => {
      const { actor, other, person } = await two(given);
      await given.contactRequest(other, actor);
      return { actor, call: (api) => api.contacts.decline(person) };
    },
  },
  'contacts.withdraw': {
    who: 'signed in',
    statements: 5,
    audit: ['contact.withdrawn'],
    example: async (given) => {
      const { actor, other, person } = await two(given);
      await given.contactRequest(actor, other);
      return { actor, call: (api) => api.contacts.withdraw(person) };
    },
  },
  'contacts.remove': {
    who: 'signed in',
    statements: 4,
    audit: ['contact.removed'],
    example: async (given) => {
      const { actor, other, person } = await two(given);
      await given.contacts(actor, other);
      return { actor, call: (api) => api.contacts.remove(person) };
    },
  },
  'privacy.blocks.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { actor, other } = await two(given);
      await given.block(actor, other);
      return { actor, call: (api) => api.privacy.blocks.list() };
    },
  },
  'privacy.blocks.add': {
    who: 'signed in',
    // Session, both locked, how many there are, block, contact, questions, trail, what was told of them.
    statements: 8,
    audit: ['person.blocked'],
    example: async (given) => {
      const { actor, other, person } = await two(given);
      await given.contacts(actor, other);
      return { actor, call: (api) => api.privacy.blocks.add(person) };
    },
  },
  'privacy.blocks.remove': {
    who: 'signed in',
    statements: 4,
    audit: ['person.unblocked'],
    example: async (given) => {
      const { actor, other, person } = await two(given);
      await given.block(actor, other);
      return { actor, call: (api) => api.privacy.blocks.remove(person) };
    },
  },
  'privacy.contact.send': {
    who: 'signed in',
    // Session, sent before?, limit, both locked, all that decides, message, trail, mail.
    statements: 8,
    audit: ['message.sent'],
    example: async (given) => {
      const { actor, other } = await two(given);
      const message = { id: uuid(), toId: other.id, body: 'Good morning' };
      return { actor, call: (api) => api.privacy.contact.send(message) };
    },
  },
  'messages.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { actor, other } = await two(given);
      await given.message(other, actor);
      return { actor, call: (api) => api.messages.list({ folder: 'inbox' }) };
    },
  },
  'messages.unread': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({ actor: await given.user(), call: (api) => api.messages.unread() }),
  },
  'messages.markRead': inInbox((api, ids) => api.messages.markRead({ ids }), { tells: true }),
  'messages.markUnread': inInbox((api, ids) => api.messages.markUnread({ ids }), {
    message: { readAt: new Date() },
  }),
  'messages.remove': inInbox((api, ids) => api.messages.remove({ ids }), { tells: true }),
  'messages.restore': inInbox((api, ids) => api.messages.restore({ ids }), {
    message: { removedAt: new Date() },
  }),
  'messages.letIn': inInbox((api, ids) => api.messages.letIn({ ids }), { message: { isRequest: true } }),
};

/**
 * What somebody does with a message of theirs: the session and one statement, and no trail.
 * @param of.tells and what they were told of it is read by that
 */
function inInbox(
  act: (api: Caller, ids: string[]) => Promise<void>,
  { message, tells = false }: { message?: Parameters<Given['message']>[2]; tells?: boolean } = {},
): Procedure {
  return {
    who: 'signed in',
    statements: tells ? 3 : 2,
    audit: [],
    example: async (given) => {
      const { actor, other } = await two(given);
      const id = await given.message(other, actor, message);
      return { actor, call: (api) => act(api, [id]) };
    },
  };
}
