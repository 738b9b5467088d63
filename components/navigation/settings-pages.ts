import {
  AppWindow,
  Bell,
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
    | 'notifications'
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
      { href: '/settings/notifications', name: 'notifications', icon: Bell },
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
