import { readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { test } from '@/server/testing/fixtures';

const OVER = 'sweep: what is over';
/** What no procedure asks for by its index: who does. An index that keeps nothing one and that nobody uses costs every change of its table. */
const OTHERS: Record<string, string> = {
  app_sessions_expires_at_index: OVER,
  app_sessions_refreshed_at_index: OVER,
  audit_entries_erasures: 'sweep: whose names the trail still has',
  audit_entries_ip_id_index: 'audit.list, asked for an address',
  authorization_codes_expires_at_index: OVER,
  client_tokens_expires_at_index: OVER,
  data_exports_expires_at_index: OVER,
  departures_due_at_index: 'sweep: what is due',
  departures_receipt_id_index: 'account.receipt, before the deletion is carried out',
  device_codes_expires_at_index: OVER,
  email_changes_over: OVER,
  former_handles_held_until_index: OVER,
  known_browsers_last_seen_at_index: OVER,
  login_attempts_expires_at_index: OVER,
  memberships_expires_at_index: OVER,
  notification_changes_at_index: 'notifications.sweep: what is older than it is kept',
  notification_deliveries_due: 'notifications.release: who has something that is due',
  notification_deliveries_to_go: 'notifications.sendToMany, and whether an announcement can be stopped',
  password_resets_expires_at_index: OVER,
  photo_uploads_expires_at_index: OVER,
  photos_key_index: 'sweep: files that no row names',
  proof_failures_last_at_index: OVER,
  rate_limits_expire_index: OVER,
  sanctions_due: 'sweep: what is due',
  trusted_devices_expires_at_index: OVER,
  users_not_active: 'moderation.users.list, asked for who is not active',
  webauthn_challenges_expires_at_index: OVER,
};

test('every index is that of a key, in a plan of docs/queries.md, or said here what for', async ({ db }) => {
  const table = await readFile('docs/queries.md', 'utf8');
  const unseen = await indexesWithoutKey(db);
  const isIn = (name: string) => new RegExp(`\\b${name}\\b`).test(table);
  const unused = unseen.filter(({ names }) => !names.some(isIn));
  expect(unused.map(({ names: [name] }) => name).toSorted()).toEqual(Object.keys(OTHERS).toSorted());
});

/** Those that keep nothing one and by which no foreign key is looked for, each with the names that it has in the parts of its table. */
async function indexesWithoutKey(db: Database) {
  const rows = await db.execute<{ names: string[] }>(sql`
    select jsonb_build_array(index.relname) || coalesce((
      select jsonb_agg(part.relname) from pg_inherits join pg_class as part on part.oid = inhrelid where inhparent = index.oid), '[]') as names
    from pg_index as about
    join pg_class as index on index.oid = about.indexrelid
    join pg_class as whole on whole.oid = about.indrelid
    where whole.relnamespace = 'public'::regnamespace and not about.indisunique and not index.relispartition
      and not exists (
        select from pg_constraint as key
        where key.contype = 'f' and key.conrelid = whole.oid and key.conkey[1] = about.indkey[0])`);
  return [...rows];
}
