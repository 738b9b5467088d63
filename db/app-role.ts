import postgres from 'postgres';

/**
 * Lets another role use the tables, now and after later migrations, without owning or changing them; the audit trail it may
 * read and add to alone.
 * @param migrationUrl of the role that owns the tables
 * @param appRole who uses them
 */
export async function letUseTables({ migrationUrl, appRole }: { migrationUrl: string; appRole: string }) {
  const sql = postgres(migrationUrl, { max: 1, onnotice: () => undefined });
  const role = sql(appRole);
  try {
    await sql`grant usage on schema public to ${role}`;
    await sql`grant select, insert, update, delete on all tables in schema public to ${role}`;
    // The audit trail is only added to. What a redaction takes out may be written, as far as the trigger lets it.
    await sql`revoke update, delete on audit_entries, audit_seals, audit_undone from ${role}`;
    await sql`grant update (actor_id, subject_id, before, after, request_id, ip, redacted_at) on audit_entries to ${role}`;
    // They do for the months of large tables what only their owner can, and nothing else.
    await sql`grant execute on function make_months(timestamptz, integer), drop_months(text, uuid) to ${role}`;
    await sql`grant usage on all sequences in schema public to ${role}`;
  } finally {
    await sql.end();
  }
}
