import postgres from 'postgres';

const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Removes a database, whoever still uses it. PostgreSQL ends what uses it before it looks who that is, and refuses when
 * that is a worker of autovacuum, which is a superuser's; a removal without force ends such a worker.
 */
export async function dropDatabase(admin: postgres.Sql, name: string): Promise<void> {
  try {
    await admin`drop database if exists ${admin(name)} with (force)`;
  } catch (error) {
    if (!(error instanceof postgres.PostgresError) || error.code !== INSUFFICIENT_PRIVILEGE) throw error;
    await admin`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = ${name} and backend_type = 'client backend'`;
    await admin`drop database if exists ${admin(name)}`;
  }
}
