import type { PrivacyChanges } from './privacy/inputs';
import type { BuiltInRole } from './roles/permissions';

export const DEMO_PASSWORD = 'correct horse battery staple';

interface DemoPerson {
  email: string;
  displayName: string;
  handle: string;
  bio: string;
  role?: BuiltInRole;
  privacy?: PrivacyChanges;
  note: string;
}

/** The people of the demo; their addresses are of the contract. */
export const DEMO_PEOPLE: DemoPerson[] = [
  {
    email: 'member@example.test',
    displayName: 'Mia Member',
    handle: 'mia',
    bio: 'Draws **maps** of places that are not there yet.\n\nAsk me about paper.',
    note: 'a member',
  },
  {
    email: 'private@example.test',
    displayName: 'Percy Private',
    handle: 'percy',
    bio: '',
    privacy: { profile: 'only_me', searchable: false },
    note: 'a member who keeps to himself',
  },
  {
    email: 'moderator@example.test',
    displayName: 'Mona Moderator',
    handle: 'mona',
    bio: 'Keeps the place *friendly*.',
    role: 'moderator',
    note: 'a moderator',
  },
  {
    email: 'admin@example.test',
    displayName: 'Ada Administrator',
    handle: 'ada',
    bio: 'Looks after the keys.',
    role: 'administrator',
    note: 'an administrator',
  },
];

/** A group that two of them are in, under an id of its own, so that it is made once. */
export const DEMO_GROUP = {
  id: '00000000-0000-7000-8000-000000000064',
  name: 'Friends of paper',
  owner: 'admin@example.test',
  members: ['member@example.test', 'admin@example.test'],
};

/** Two of them who are contacts. */
export const DEMO_CONTACTS = ['member@example.test', 'moderator@example.test'];
