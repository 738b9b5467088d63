import { sql } from 'drizzle-orm';
import type { Filled } from '@/bench/lines/ground';
import { visitorOf } from '@/bench/lines/subject';
import { administratorOf, type Visitor } from '@/bench/lines/visitors';
import type { Database } from '@/db/client';

/** Who opens a page. */
export type Who = 'visitor' | 'member' | 'admin';

interface BenchPage {
  who: Who;
  /** Where it is, when the folder does not say. */
  path?: (things: Things) => string;
}

/** What pages with an id are about. */
export type Things = Record<'handle' | 'group' | 'role' | 'client' | 'case' | 'entry', string>;

const [VISITOR, MEMBER, ADMIN] = (['visitor', 'member', 'admin'] as const).map((who) => ({ who })) as [
  BenchPage,
  BenchPage,
  BenchPage,
];

/** Every page by its folder in app/, but for those of `NOT_MEASURED`. */
export const BENCH_PAGES: Record<string, BenchPage> = {
  '(access)/sign-in': VISITOR,
  '(access)/sign-up': VISITOR,
  '(access)/check-mail': VISITOR,
  '(access)/forgot-password': VISITOR,
  '(access)/reset-password': VISITOR,
  '(access)/verify-email': VISITOR,
  '(access)/not-me': VISITOR,
  '(access)/keep-account': VISITOR,
  '(access)/email-change/[step]': { ...VISITOR, path: () => '/email-change/approve' },
  receipts: VISITOR,
  unsubscribe: VISITOR,
  outbox: VISITOR,
  'u/[handle]': { ...VISITOR, path: ({ handle }) => `/u/${handle}` },
  device: MEMBER,
  notifications: MEMBER,
  'groups/[id]': { ...MEMBER, path: ({ group }) => `/groups/${group}` },
  'settings/account': MEMBER,
  'settings/apps': MEMBER,
  'settings/contacts': MEMBER,
  'settings/groups': MEMBER,
  'settings/notifications': MEMBER,
  'settings/privacy': MEMBER,
  'settings/profile': MEMBER,
  'settings/reports': MEMBER,
  'settings/security': MEMBER,
  'settings/sessions': MEMBER,
  'settings/standing': MEMBER,
  admin: ADMIN,
  'admin/access': ADMIN,
  'admin/announcements': ADMIN,
  'admin/approvals': ADMIN,
  'admin/audit': ADMIN,
  'admin/audit/[id]': { ...ADMIN, path: ({ entry }) => `/admin/audit/${entry}` },
  'admin/clients': ADMIN,
  'admin/clients/[id]': { ...ADMIN, path: ({ client }) => `/admin/clients/${client}` },
  'admin/groups': ADMIN,
  'admin/reports': ADMIN,
  'admin/reports/[id]': { ...ADMIN, path: ({ case: id }) => `/admin/reports/${id}` },
  'admin/roles': ADMIN,
  'admin/roles/[id]': { ...ADMIN, path: ({ role }) => `/admin/roles/${role}` },
  'admin/users': ADMIN,
  'admin/users/[handle]': { ...ADMIN, path: ({ handle }) => `/admin/users/${handle}` },
};

/** Pages that are not measured: why. */
export const NOT_MEASURED: Record<string, string> = {
  '': 'it only leads on',
  '(access)/second-step': 'it is there in the middle of a sign-in alone',
  account: 'it is there for an account that is not active alone',
  'dev/components': 'it is there while developing alone',
  'oauth/authorize': 'it is there for a request of an app alone',
  'receipts/[id]': 'it is there after a deletion alone',
};

export const pathOf = (folder: string, { path }: BenchPage, things: Things) =>
  path?.(things) ?? `/${folder.replace('(access)/', '')}`;

export function personFor(who: Who, ground: Filled): Visitor | undefined {
  if (who === 'visitor') return undefined;
  return who === 'admin' ? administratorOf(ground.visitors) : visitorOf(ground, 50);
}

/** One of each that there is a page about, and of groups one of this member. */
export async function findThings(
  db: Database,
  { memberId, handle }: { memberId: string; handle: string },
): Promise<Things> {
  const one = async (statement: string) => {
    const [row] = await db.execute<{ id: string }>(
      sql.raw(`select id::text from (${statement}) as found limit 1`),
    );
    if (!row) throw new Error(`nothing is found: ${statement}`);
    return row.id;
  };
  return {
    handle,
    group: await one(
      `select principal_id as id from memberships join groups on groups.id = principal_id where user_id = '${memberId}'`,
    ),
    role: await one(`select id from roles where key = 'moderator'`),
    client: await one('select id from oauth_clients'),
    case: await one(`select id from cases where state = 'open'`),
    entry: await one('select id from audit_entries order by id desc'),
  };
}
