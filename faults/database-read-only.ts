import { sql } from 'drizzle-orm';
import { wordOf } from './ask';
import type { Fault } from './fault';
import { hurtDatabase } from './refusing';
import { type Stage, setStage } from './stage';

/**
 * The database takes no writes (default_transaction_read_only), as a replica does that somebody failed over to.
 *
 * What people read is shown, also to who was last seen long ago and would be noted as seen now. What they change is refused as
 * "try again", and nothing of it done.
 */
export const databaseReadOnly: Fault = {
  name: 'database-read-only',
  async run(ground) {
    const stage = await setStage(ground);
    const hurt = async () => {
      // Else nobody's visit would be worth a note.
      await stage.db.execute(sql`update sessions set last_seen_at = now() - interval '1 hour'`);
      await setReadOnly(stage, true);
    };
    const heal = () => setReadOnly(stage, false);
    const { findings, meanwhile } = await hurtDatabase(ground, { stage, hurt, milliseconds: 4_000, heal });
    const { read, page, write } = meanwhile;
    return [
      ...findings,
      {
        must: 'what is read is shown, what is changed is refused',
        held: read.status === 200 && page.status === 200 && write.reason === 'UNAVAILABLE',
        figure: `read ${wordOf(read)}, page ${wordOf(page)}, change ${wordOf(write)}`,
      },
    ];
  },
};

/** For every connection: those that are there are made anew. */
async function setReadOnly({ server, databaseUrl }: Stage, on: boolean) {
  const name = new URL(databaseUrl).pathname.slice(1);
  await server.admin((admin) =>
    admin.unsafe(`alter database ${name} set default_transaction_read_only = ${on ? 'on' : 'off'}`),
  );
  await server.admin(
    (admin) => admin`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
    databaseUrl,
  );
}
