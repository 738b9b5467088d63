import type { Connection } from '@/db/client';
import { seedCrowd } from '@/server/seed-crowd';
import { crowd } from '@/server/testing/crowd';
import { fillCrowd } from './fill';

/** Who surrounds whoever calls (server/testing/crowd.ts). */
const CROWD = 50;

/** Fills a migrated database with so many people and everything that people have, unless they are there. */
export async function loadPeople(
  { db, sql }: Connection,
  { databaseUrl, people, log }: { databaseUrl: string; people: number; log: (line: string) => void },
) {
  await seedCrowd(databaseUrl, { people, seed: 1, log });
  await fillCrowd(databaseUrl, { people, log });
  const [known] = await sql`select 1 from users where email = 'crowd-0@example.test'`;
  if (!known) await crowd(db, CROWD);
}
