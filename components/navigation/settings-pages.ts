import { type LucideIcon, UserRound } from 'lucide-react';

interface SettingsPage {
  href: string;
  name: 'profile';
  icon: LucideIcon;
}

interface SettingsGroup {
  name: 'you' | 'access' | 'account';
  pages: SettingsPage[];
}

/** The settings, in the order and groups of the navigation. A page appears here once it is built. */
export const SETTINGS_GROUPS: SettingsGroup[] = [
  { name: 'you', pages: [{ href: '/settings/profile', name: 'profile', icon: UserRound }] },
];

/** Every setting that the command palette finds, with the id of its control on the page. */
export const SETTINGS = [
  { href: '/settings/profile', id: 'displayName' },
  { href: '/settings/profile', id: 'handle' },
  { href: '/settings/profile', id: 'bio' },
  { href: '/settings/profile', id: 'pronouns' },
  { href: '/settings/profile', id: 'location' },
  { href: '/settings/profile', id: 'website' },
  { href: '/settings/profile', id: 'locale' },
  { href: '/settings/profile', id: 'timeZone' },
] as const;
