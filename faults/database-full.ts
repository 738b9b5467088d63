import { chown, cp, readdir, realpath, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '@/db/migrate';
import { errorCode } from '@/db/start-error';
import { prepareQueue } from '@/server/jobs/prepare-queue';
import { type DatabaseServer, startDatabaseServer } from './database-server';
import type { Fault } from './fault';
import type { Ground } from './ground';
import { hurtDatabase } from './refusing';
import { mountSmallDisk } from './small-disk';
import { setStage } from './stage';

/** What fits on the disk of the database beside its tables as a start leaves them. */
const ROOM = 3;
/** PostgreSQL: disk full. */
const DISK_FULL = '53100';

/**
 * The disk of the database is full: its files lie on a small one of their own (tmpfs), and a table fills that to the last page.
 *
 * What is read is shown. What finds no room is refused as "try again", and nothing of it done. With room again it works by itself.
 */
export const databaseFull: Fault = {
  name: 'database-full',
  async run(ground) {
    const dataDir = join(await ground.directory(), 'database');
    const server = await startDatabaseServer(ground, { dataDir });
    const databaseUrl = await server.createDatabase();
    await migrate(databaseUrl, { log: () => undefined });
    await prepareQueue({ databaseUrl });
    const resize = await moveToSmallDisk(ground, { server, dataDir, databaseUrl });
    const stage = await setStage(ground, { server, databaseUrl });
    const { findings, meanwhile } = await hurtDatabase(ground, {
      ...{ stage, milliseconds: 6_000 },
      hurt: () => fill(server, databaseUrl),
      heal: () => resize(100),
    });
    const full = findings.some(({ figure }) => figure.includes('503 UNAVAILABLE'));
    return [
      ...findings,
      {
        must: 'what is read is shown, what finds no room is refused',
        held: full && meanwhile.read.status === 200 && meanwhile.page.status === 200,
        figure: `read ${meanwhile.read.status}, page ${meanwhile.page.status}`,
      },
    ];
  },
};

/** Puts the files of a database on a disk on which little more than they fit. @returns gives it another size, in MB */
async function moveToSmallDisk(
  ground: Ground,
  { server, dataDir, databaseUrl }: { server: DatabaseServer; dataDir: string; databaseUrl: string },
) {
  const [row] = await server.admin(
    (sql) => sql`
      select oid, pg_database_size(oid)::int as bytes from pg_database where datname = current_database()`,
    databaseUrl,
  );
  const files = join(await realpath(join(dataDir, 'postgres')), 'base', String(row?.oid));
  await server.halt();
  const disk = await ground.directory();
  const megabytes = Math.ceil(Number(row?.bytes) / 1_048_576) + ROOM;
  const resize = await mountSmallDisk(ground, { directory: disk, megabytes });
  const { uid, gid } = await stat(files);
  await cp(files, disk, { recursive: true, preserveTimestamps: true });
  await own(disk, { uid, gid });
  await rm(files, { recursive: true });
  await symlink(disk, files);
  await server.bringBack();
  return resize;
}

async function own(directory: string, { uid, gid }: { uid: number; gid: number }) {
  for (const name of ['.', ...(await readdir(directory))]) await chown(join(directory, name), uid, gid);
}

/** Adds rows until there is no page left. */
async function fill(server: DatabaseServer, databaseUrl: string) {
  await server.admin(async (sql) => {
    await sql`create table filler (x text)`;
    for (const rows of [8, 1]) {
      try {
        for (;;) await sql`insert into filler select repeat('x', 1900) from generate_series(1, ${rows}::int)`;
      } catch (error) {
        if (errorCode(error) !== DISK_FULL) throw error;
      }
    }
  }, databaseUrl);
}
