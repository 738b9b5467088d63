import { v7 as uuid } from 'uuid';
import type { Given } from '@/server/testing/factories';
import type { Procedure } from './procedure';

/** People as staff see them. */
export const PEOPLE: Record<string, Procedure> = {
  'moderation.users.list': {
    who: 'person.view',
    fromReplica: true,
    statements: 2,
    audit: [],
    example: async (given) => {
      const [actor, subject] = [await given.holder('person.view'), await given.user()];
      return { actor, call: (api) => api.moderation.users.list({ text: subject.handle }) };
    },
  },
  'moderation.users.places': {
    who: 'person.view',
    statements: 3,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('person.view'),
      call: (api) => api.moderation.users.places(),
    }),
  },
  'moderation.users.export': {
    who: 'person.view',
    confirmed: true,
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('person.view'),
      call: (api) => api.moderation.users.export({ state: 'suspended' }),
    }),
  },
  'moderation.users.get': {
    who: 'person.view',
    // Session, person, trail; roles and groups, sanctions, cases, sessions, factors, security log.
    statements: 9,
    audit: ['person.viewedByStaff'],
    example: async (given) => {
      const [actor, subject] = [await given.holder('person.view'), await given.user()];
      return { actor, call: (api) => api.moderation.users.get({ handle: subject.handle }) };
    },
  },
  'moderation.users.resetFactors': {
    who: 'person.resetFactors',
    confirmed: true,
    // Session, proof, person locked, above?, with them?, apps, codes, passkeys held, sign-ins, passkeys, trust, sessions, event,
    // trail, mail.
    statements: 15,
    audit: ['factors.reset'],
    example: async (given) => {
      const [actor, subject] = [await given.holder('person.resetFactors'), await given.user()];
      await given.totp(subject);
      return { actor, call: (api) => api.moderation.users.resetFactors({ id: subject.id }) };
    },
  },
  'moderation.views.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.moderation.views.list({ page: 'users' }),
    }),
  },
  'moderation.views.save': {
    who: 'signed in',
    // Session, person locked, how many there are, written.
    statements: 4,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.moderation.views.save({ page: 'reports', name: 'New ones', query: 'sort=newest' }),
    }),
  },
  'moderation.views.rename': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      const id = await given.view(actor);
      return { actor, call: (api) => api.moderation.views.rename({ id, name: 'Another name' }) };
    },
  },
  'moderation.views.remove': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      const id = await given.view(actor);
      return { actor, call: (api) => api.moderation.views.remove({ id }) };
    },
  },
  'moderation.users.endSessions': {
    who: 'person.endSessions',
    // Session, people locked, above?, denied?, sign-ins, codes, devices, sessions of apps, sessions, trail.
    statements: 10,
    audit: ['sessions.revoked'],
    example: async (given) => {
      const [actor, subject] = [await given.holder('person.endSessions'), await given.user()];
      return { actor, call: (api) => api.moderation.users.endSessions({ ids: [subject.id] }) };
    },
  },
  'moderation.users.startActing': {
    who: 'report.handle',
    // Session, within reach?, open cases, above?, may they?, last administrators?, languages.
    statements: 7,
    audit: [],
    example: async (given) => {
      const { actor, subject } = await actingOn(given);
      const wish = { ids: [subject.id], kind: 'suspension' as const };
      return { actor, call: (api) => api.moderation.users.startActing(wish) };
    },
  },
  'moderation.users.previewActing': {
    who: 'report.handle',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { actor, subject } = await actingOn(given);
      const wish = { personId: subject.id, ...SUSPENDED };
      return { actor, call: (api) => api.moderation.users.previewActing(wish) };
    },
  },
  'moderation.users.act': {
    who: 'report.handle',
    // Session, all locked, sent before?; within reach?, open cases, above?, may they?, last administrators?, languages; case,
    // timeline, sanction, trail, two jobs; what holds now: read, accounts, profiles; sign-ins, codes, devices, sessions of both.
    statements: 23,
    audit: ['sanction.imposed'],
    example: async (given) => {
      const { actor, subject } = await actingOn(given);
      const people = [{ personId: subject.id, sanctionId: uuid() }];
      return { actor, call: (api) => api.moderation.users.act({ people, ...SUSPENDED }) };
    },
  },
  'moderation.users.takeBack': {
    who: 'report.handle',
    // As one that is taken back on its case.
    statements: 14,
    audit: ['sanction.ended'],
    example: async (given) => {
      const { actor, subject } = await actingOn(given);
      const id = await given.sanction(subject, await given.case(subject), { kind: 'limit' });
      return { actor, call: (api) => api.moderation.users.takeBack({ ids: [id] }) };
    },
  },
  'moderation.users.check': {
    who: 'person.view',
    statements: 2,
    audit: [],
    example: async (given) => {
      const [actor, subject] = [await given.holder('person.view'), await given.user()];
      return { actor, call: (api) => api.moderation.users.check({ ids: [subject.id] }) };
    },
  },
  'moderation.users.assignRole': {
    who: 'roles.assign',
    confirmed: true,
    // Session, proof; role held, what it gives; both locked, above?, beyond?; in it?, written, power on objects?, trail.
    statements: 11,
    audit: ['role.granted'],
    example: async (given) => {
      const [actor, subject] = [await given.holder('roles.assign'), await given.user()];
      const wish = { roleId: await given.customRole(), ids: [subject.id], expiresAt: null, reason: '' };
      return { actor, call: (api) => api.moderation.users.assignRole(wish) };
    },
  },
};

const SUSPENDED = {
  kind: 'suspension',
  rule: 'spam',
  words: { en: 'Please do not.' },
  days: 7,
} as const;

/** A moderator who may limit and suspend, and somebody. */
async function actingOn(given: Given) {
  const actor = await given.holder('report.handle', 'person.limit', 'person.suspend');
  return { actor, subject: await given.user() };
}
