export type SettingsPageName =
  | 'profile'
  | 'privacy'
  | 'notifications'
  | 'contacts'
  | 'groups'
  | 'security'
  | 'sessions'
  | 'apps'
  | 'reports'
  | 'standing'
  | 'leaving';

interface SettingsPage {
  href: string;
  name: SettingsPageName;
}

interface SettingsGroup {
  name: 'you' | 'access' | 'account';
  pages: SettingsPage[];
}

/** The settings, in the order and groups of the navigation. A page appears here once it is built. */
export const SETTINGS_GROUPS: SettingsGroup[] = [
  {
    name: 'you',
    pages: [
      { href: '/settings/profile', name: 'profile' },
      { href: '/settings/privacy', name: 'privacy' },
      { href: '/settings/notifications', name: 'notifications' },
      { href: '/settings/contacts', name: 'contacts' },
      { href: '/settings/groups', name: 'groups' },
    ],
  },
  {
    name: 'access',
    pages: [
      { href: '/settings/security', name: 'security' },
      { href: '/settings/sessions', name: 'sessions' },
      { href: '/settings/apps', name: 'apps' },
    ],
  },
  {
    name: 'account',
    pages: [
      { href: '/settings/reports', name: 'reports' },
      { href: '/settings/standing', name: 'standing' },
      { href: '/settings/account', name: 'leaving' },
    ],
  },
];
