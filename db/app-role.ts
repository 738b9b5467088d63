import postgres from 'postgres';

/**
 * Lets another role use the tables, now and after later migrations, without owning or changing them.
 * @param migrationUrl of the role that owns the tables
 * @param appRole who uses them
 */
export async function letUseTables({ migrationUrl, appRole }: { migrationUrl: string; appRole: string }) {
  const sql = postgres(migrationUrl, { max: 1, onnotice: () => undefined });
  const role = sql(appRole);
  try {
    await sql`grant usage on schema public to ${role}`;
    await sql`grant select, insert, update, delete on all tables in schema public to ${role}`;
    await sql`grant usage on all sequences in schema public to ${role}`;
  } finally {
    await sql.end();
  }
}
