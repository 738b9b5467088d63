import {
  AppWindow,
  Bell,
  DoorOpen,
  Eye,
  Flag,
  MonitorSmartphone,
  Scale,
  ShieldCheck,
  UserRound,
  Users,
  UsersRound,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { SettingsPageName } from './settings-pages';

export type SettingsIcons = Record<SettingsPageName, ReactNode>;

/** The icon of each page. The server draws them, so that none of them is in the script of the navigation. */
export const SETTINGS_ICONS: SettingsIcons = {
  profile: <UserRound />,
  privacy: <Eye />,
  notifications: <Bell />,
  contacts: <Users />,
  groups: <UsersRound />,
  security: <ShieldCheck />,
  sessions: <MonitorSmartphone />,
  apps: <AppWindow />,
  reports: <Flag />,
  standing: <Scale />,
  leaving: <DoorOpen />,
};
