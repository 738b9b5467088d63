import {
  AppWindow,
  Flag,
  KeySquare,
  LayoutDashboard,
  type LucideIcon,
  Megaphone,
  ScrollText,
  ShieldCheck,
  ShieldQuestion,
  Users,
  UsersRound,
} from 'lucide-react';
import type { Permission } from '@/server/roles/permissions';

interface AdminPage {
  href: string;
  /** Its words: messages/<locale>.json under `navigation`. */
  name:
    | 'overview'
    | 'clients'
    | 'roles'
    | 'adminReports'
    | 'people'
    | 'approvals'
    | 'audit'
    | 'accessCheck'
    | 'announcements'
    | 'groups';
  icon: LucideIcon;
  /** Whoever holds one of them opens it. */
  opensTo: readonly Permission[];
  /** Also whoever moderates a group: there is something of it for them. */
  toModerators?: true;
}

/** The pages of the administration, in the order of its navigation. */
const ADMIN_PAGES: readonly AdminPage[] = [
  {
    href: '/admin',
    name: 'overview',
    icon: LayoutDashboard,
    opensTo: ['dashboard.view'],
    toModerators: true,
  },
  {
    href: '/admin/reports',
    name: 'adminReports',
    icon: Flag,
    opensTo: ['report.handle'],
    toModerators: true,
  },
  {
    href: '/admin/users',
    name: 'people',
    icon: Users,
    opensTo: ['person.view'],
    toModerators: true,
  },
  {
    href: '/admin/groups',
    name: 'groups',
    icon: UsersRound,
    opensTo: ['group.view'],
    toModerators: true,
  },
  { href: '/admin/roles', name: 'roles', icon: KeySquare, opensTo: ['roles.assign', 'roles.edit'] },
  { href: '/admin/access', name: 'accessCheck', icon: ShieldQuestion, opensTo: ['roles.assign'] },
  { href: '/admin/approvals', name: 'approvals', icon: ShieldCheck, opensTo: ['roles.assign'] },
  { href: '/admin/audit', name: 'audit', icon: ScrollText, opensTo: ['audit.view'] },
  {
    href: '/admin/announcements',
    name: 'announcements',
    icon: Megaphone,
    opensTo: ['announcements.send'],
  },
  { href: '/admin/clients', name: 'clients', icon: AppWindow, opensTo: ['clients.manage'] },
];

/** What of a member of the staff decides which pages there are for them. */
export interface StaffFacts {
  permissions: readonly Permission[];
  /** Staff only of the groups that they moderate. */
  moderatesOnly: boolean;
}

/** The pages that somebody may open. */
export function pagesFor({ permissions, moderatesOnly }: StaffFacts): readonly AdminPage[] {
  return ADMIN_PAGES.filter(
    ({ opensTo, toModerators }) =>
      opensTo.some((name) => permissions.includes(name)) || (moderatesOnly && toModerators),
  );
}

/** The page that an address belongs to, the page of a single thing included. */
export function pageAt(path: string): AdminPage | undefined {
  return ADMIN_PAGES.findLast(({ href }) => path === href || path.startsWith(`${href}/`));
}
