import {
  AppWindow,
  DoorOpen,
  Eye,
  Flag,
  type LucideIcon,
  MonitorSmartphone,
  Scale,
  ShieldCheck,
  UserRound,
  Users,
  UsersRound,
} from 'lucide-react';

interface SettingsPage {
  href: string;
  name:
    | 'profile'
    | 'privacy'
    | 'contacts'
    | 'groups'
    | 'security'
    | 'sessions'
    | 'apps'
    | 'reports'
    | 'standing'
    | 'leaving';
  icon: LucideIcon;
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
      { href: '/settings/profile', name: 'profile', icon: UserRound },
      { href: '/settings/privacy', name: 'privacy', icon: Eye },
      { href: '/settings/contacts', name: 'contacts', icon: Users },
      { href: '/settings/groups', name: 'groups', icon: UsersRound },
    ],
  },
  {
    name: 'access',
    pages: [
      { href: '/settings/security', name: 'security', icon: ShieldCheck },
      { href: '/settings/sessions', name: 'sessions', icon: MonitorSmartphone },
      { href: '/settings/apps', name: 'apps', icon: AppWindow },
    ],
  },
  {
    name: 'account',
    pages: [
      { href: '/settings/reports', name: 'reports', icon: Flag },
      { href: '/settings/standing', name: 'standing', icon: Scale },
      { href: '/settings/account', name: 'leaving', icon: DoorOpen },
    ],
  },
];

/** Every setting that the command palette finds: the id of its control or card on the page, and what it is called. */
export const SETTINGS = [
  { href: '/settings/profile', id: 'photo', label: 'palette.photo' },
  { href: '/settings/profile', id: 'displayName', label: 'profile.displayName' },
  { href: '/settings/profile', id: 'handle', label: 'profile.handle' },
  { href: '/settings/profile', id: 'bio', label: 'profile.bio' },
  { href: '/settings/profile', id: 'pronouns', label: 'profile.pronouns' },
  { href: '/settings/profile', id: 'location', label: 'profile.location' },
  { href: '/settings/profile', id: 'website', label: 'profile.website' },
  { href: '/settings/profile', id: 'locale', label: 'profile.locale' },
  { href: '/settings/profile', id: 'timeZone', label: 'profile.timeZone' },
  { href: '/settings/privacy', id: 'pageAudience', label: 'palette.pageAudience' },
  { href: '/settings/privacy', id: 'viewAs', label: 'palette.viewAs' },
  { href: '/settings/privacy', id: 'partAudiences', label: 'palette.partAudiences' },
  { href: '/settings/privacy', id: 'reaching', label: 'palette.reaching' },
  { href: '/settings/privacy', id: 'searching', label: 'palette.searching' },
  { href: '/settings/privacy', id: 'messagesByMail', label: 'palette.messagesByMail' },
  { href: '/settings/privacy', id: 'blockedPeople', label: 'palette.blockedPeople' },
  { href: '/settings/contacts', id: 'findPeople', label: 'palette.findPeople' },
  { href: '/settings/contacts', id: 'contactList', label: 'palette.contactList' },
  { href: '/settings/groups', id: 'groupList', label: 'palette.groupList' },
  { href: '/settings/security', id: 'passkeys', label: 'securityCards.passkeys' },
  { href: '/settings/security', id: 'totp', label: 'securityCards.totp' },
  { href: '/settings/security', id: 'recoveryCodes', label: 'securityCards.recoveryCodes' },
  { href: '/settings/security', id: 'password', label: 'securityCards.password' },
  { href: '/settings/security', id: 'email', label: 'securityCards.email' },
  { href: '/settings/security', id: 'trustedDevices', label: 'securityCards.trustedDevices' },
  { href: '/settings/security', id: 'securityLog', label: 'securityCards.securityLog' },
  { href: '/settings/sessions', id: 'sessions', label: 'palette.sessions' },
  { href: '/settings/apps', id: 'allowedApps', label: 'palette.allowedApps' },
  { href: '/settings/reports', id: 'ownReports', label: 'palette.ownReports' },
  { href: '/settings/standing', id: 'standing', label: 'palette.standing' },
  { href: '/settings/account', id: 'export', label: 'palette.export' },
  { href: '/settings/account', id: 'pause', label: 'palette.pause' },
  { href: '/settings/account', id: 'delete', label: 'palette.delete' },
] as const;
