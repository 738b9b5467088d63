import { AppWindow, type LucideIcon, MonitorSmartphone, ShieldCheck, UserRound } from 'lucide-react';

interface SettingsPage {
  href: string;
  name: 'profile' | 'security' | 'sessions' | 'apps';
  icon: LucideIcon;
}

interface SettingsGroup {
  name: 'you' | 'access' | 'account';
  pages: SettingsPage[];
}

/** The settings, in the order and groups of the navigation. A page appears here once it is built. */
export const SETTINGS_GROUPS: SettingsGroup[] = [
  { name: 'you', pages: [{ href: '/settings/profile', name: 'profile', icon: UserRound }] },
  {
    name: 'access',
    pages: [
      { href: '/settings/security', name: 'security', icon: ShieldCheck },
      { href: '/settings/sessions', name: 'sessions', icon: MonitorSmartphone },
      { href: '/settings/apps', name: 'apps', icon: AppWindow },
    ],
  },
];

/** Every setting that the command palette finds: the id of its control or card on the page, and what it is called. */
export const SETTINGS = [
  { href: '/settings/profile', id: 'displayName', label: 'profile.displayName' },
  { href: '/settings/profile', id: 'handle', label: 'profile.handle' },
  { href: '/settings/profile', id: 'bio', label: 'profile.bio' },
  { href: '/settings/profile', id: 'pronouns', label: 'profile.pronouns' },
  { href: '/settings/profile', id: 'location', label: 'profile.location' },
  { href: '/settings/profile', id: 'website', label: 'profile.website' },
  { href: '/settings/profile', id: 'locale', label: 'profile.locale' },
  { href: '/settings/profile', id: 'timeZone', label: 'profile.timeZone' },
  { href: '/settings/security', id: 'passkeys', label: 'securityCards.passkeys' },
  { href: '/settings/security', id: 'totp', label: 'securityCards.totp' },
  { href: '/settings/security', id: 'recoveryCodes', label: 'securityCards.recoveryCodes' },
  { href: '/settings/security', id: 'password', label: 'securityCards.password' },
  { href: '/settings/security', id: 'email', label: 'securityCards.email' },
  { href: '/settings/security', id: 'trustedDevices', label: 'securityCards.trustedDevices' },
  { href: '/settings/security', id: 'securityLog', label: 'securityCards.securityLog' },
  { href: '/settings/sessions', id: 'sessions', label: 'palette.sessions' },
  { href: '/settings/apps', id: 'allowedApps', label: 'palette.allowedApps' },
] as const;
