import type { BuiltInRole } from './roles/permissions';

export const DEMO_PASSWORD = 'correct horse battery staple';

interface DemoPerson {
  email: string;
  displayName: string;
  handle: string;
  bio: string;
  role?: BuiltInRole;
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
