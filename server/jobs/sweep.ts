import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import {
  connectionIntents,
  totpAuthenticators,
  trustedDevices,
  webauthnChallenges,
} from '@/db/schema/factors';
import { groupInvitations } from '@/db/schema/groups';
import { messages } from '@/db/schema/messages';
import { appSessions, authorizationCodes, clientTokens, deviceCodes } from '@/db/schema/oauth';
import { rateLimits } from '@/db/schema/operations';
import { memberships } from '@/db/schema/permissions';
import { contactRequests } from '@/db/schema/privacy';
import { emailChanges, knownBrowsers, passwordResets, proofFailures } from '@/db/schema/security';
import { loginAttempts, sessions, signUps } from '@/db/schema/sign-in';
import { formerHandles } from '@/db/schema/users';
import { BROWSER_SECONDS } from '@/server/auth/browsers';
import { CLOSED_AFTER } from '@/server/auth/proofs';
import { isAlive } from '@/server/auth/sessions';
import { QUESTION_DAYS } from '@/server/contacts/rules';
import { sweepGroups } from '@/server/groups/sweep';
import { takeUpDepartures } from '@/server/leaving/commands';
import { REMOVED_DAYS } from '@/server/messages/rules';
import { sweepEvidence } from '@/server/moderation/evidence-end';
import { takeUpSanctions } from '@/server/moderation/sanction-end';
import { isAppAlive } from '@/server/oauth/app-sessions';
import { sweepSecurityEvents } from '@/server/security/sweep';
import { forgetSilentWorkers } from './heartbeat';

const BATCH = 1000;
/** Rows that are looked at in one statement where no index knows which are over: some hundredths of a second. */
const WALK = 10_000;
/** Days after which failures that closed nothing are forgotten. */
const FAILURES_DAYS = 90;
/** Days after which a place in a role or group that has ended is forgotten; it has counted for nothing since. */
const ENDED_DAYS = 30;

interface Swept {
  table: PgTable;
  key: PgColumn[];
  over: (now: SQL) => SQL;
  /** No index knows which rows are over, and there are many: they are gone through by their key, of ids alone, a portion at a time. */
  walked?: true;
}

const SWEPT: Swept[] = [
  expiring(loginAttempts, loginAttempts.id, loginAttempts.expiresAt),
  expiring(signUps, signUps.id, signUps.expiresAt),
  expiring(clientTokens, clientTokens.id, clientTokens.expiresAt),
  // How long each may be idle is its own, and an index on when it was last seen would be written at every visit.
  { table: sessions, key: [sessions.id], over: (now) => sql`not ${isAlive(now)}`, walked: true },
  { table: appSessions, key: [appSessions.id], over: (now) => sql`not ${isAppAlive(now)}` },
  {
    table: authorizationCodes,
    key: [authorizationCodes.codeHash],
    // A used one stays for a day, so that a second use is noticed.
    over: (now) =>
      sql`(${authorizationCodes.expiresAt} < ${now} and coalesce(${authorizationCodes.usedAt} < ${now} - interval '1 day', true))`,
  },
  {
    table: deviceCodes,
    key: [deviceCodes.id],
    // For an hour a device is told that it was too late, and not that there is no such code.
    over: (now) => sql`${deviceCodes.expiresAt} < ${now} - interval '1 hour'`,
  },
  {
    table: messages,
    key: [messages.id],
    over: (now) => sql`${messages.removedAt} < ${now} - make_interval(days => ${REMOVED_DAYS})`,
  },
  {
    table: contactRequests,
    key: [contactRequests.fromId, contactRequests.toId],
    // What was declined counts for as long.
    over: (now) =>
      sql`greatest(${contactRequests.askedAt}, ${contactRequests.declinedAt}) < ${now} - make_interval(days => ${QUESTION_DAYS})`,
    walked: true,
  },
  {
    table: memberships,
    key: [memberships.userId, memberships.principalId],
    over: (now) => sql`${memberships.expiresAt} < ${now} - make_interval(days => ${ENDED_DAYS})`,
  },
  {
    table: groupInvitations,
    key: [groupInvitations.groupId, groupInvitations.userId],
    over: (now) => sql`${groupInvitations.expiresAt} < ${now}`,
  },
  expiring(rateLimits, rateLimits.key, rateLimits.expire),
  expiring(trustedDevices, trustedDevices.id, trustedDevices.expiresAt),
  expiring(webauthnChallenges, webauthnChallenges.challenge, webauthnChallenges.expiresAt),
  expiring(connectionIntents, connectionIntents.sessionId, connectionIntents.expiresAt),
  expiring(passwordResets, passwordResets.id, passwordResets.expiresAt),
  expiring(formerHandles, formerHandles.handle, formerHandles.heldUntil),
  // One in use has no end.
  expiring(totpAuthenticators, totpAuthenticators.id, totpAuthenticators.pendingUntil),
  {
    table: emailChanges,
    key: [emailChanges.id],
    over: (now) =>
      sql`(case when ${emailChanges.confirmedAt} is null then ${emailChanges.expiresAt} else ${emailChanges.undoUntil} end < ${now})`,
  },
  {
    table: knownBrowsers,
    key: [knownBrowsers.userId, knownBrowsers.browserHash],
    // The last one of a person stays: without any, the next would be taken for the first, and be no news.
    over: (
      now,
    ) => sql`(${knownBrowsers.lastSeenAt} < ${now} - make_interval(secs => ${BROWSER_SECONDS}) and exists (
      select from ${knownBrowsers} as newer where newer.user_id = ${knownBrowsers.userId}
      and (newer.last_seen_at, newer.browser_hash) > (${knownBrowsers.lastSeenAt}, ${knownBrowsers.browserHash})))`,
  },
  {
    table: proofFailures,
    key: [proofFailures.key],
    // A factor that is closed stays closed until it is set up anew.
    over: (now) =>
      sql`(${proofFailures.lastAt} < ${now} - make_interval(days => ${FAILURES_DAYS}) and ${proofFailures.inARow} < ${CLOSED_AFTER})`,
  },
];

/**
 * Deletes what has expired, 1000 rows a statement, or 10 000 where they are gone through, so that none holds its locks for long, and
 * takes up pauses, deletions and ends of sanctions that are due.
 */
export async function sweep(db: Database, { now }: { now: Date }) {
  const at = sql`${now.toISOString()}::timestamptz`;
  for (const swept of SWEPT)
    await (swept.walked ? walk(db, { ...swept, at }) : deleteOver(db, { ...swept, at }));
  await sweepSecurityEvents(db, { now });
  await sweepEvidence(db, { now });
  await sweepGroups(db, { now });
  await takeUpDepartures(db, { now });
  await takeUpSanctions(db, { now });
  await forgetSilentWorkers(db);
}

async function deleteOver(db: Database, { table, key, over, at }: Swept & { at: SQL }) {
  const columns = sql.join(key, sql`, `);
  let deleted = BATCH;
  while (deleted === BATCH) {
    const result = await db.execute(sql`
      delete from ${table} where (${columns}) in (
        select ${columns} from ${table} where ${over(at)} limit ${BATCH}
      )`);
    deleted = result.count;
  }
}

/** No row is looked at twice, and none of its statements is longer for how many there are in all. */
async function walk(db: Database, { table, key, over, at }: Swept & { at: SQL }) {
  const columns = sql.join(key, sql`, `);
  const names = key.map((_, n) => sql.identifier(`key_${n}`));
  const named = key.map((column, n) => sql`${column} as ${names[n]}`);
  const backwards = names.map((name) => sql`${name} desc`);
  const keys = sql.join(names, sql`, `);
  let after: SQL | undefined;
  do {
    // Whether a row is over is asked again as it is deleted: somebody may have changed it meanwhile.
    const [last] = await db.execute<Record<string, string>>(sql`
      with walked as (
        select ${sql.join(named, sql`, `)}, ${over(at)} as is_over from ${table}
        ${after ? sql`where (${columns}) > (${after})` : sql``} order by ${columns} limit ${WALK}
      ), gone as (
        delete from ${table} where (${columns}) in (select ${keys} from walked where is_over) and ${over(at)}
      )
      select ${keys} from walked order by ${sql.join(backwards, sql`, `)} limit 1`);
    const ids = Object.values(last ?? {}).map((id) => sql`${id}::uuid`);
    after = ids.length > 0 ? sql.join(ids, sql`, `) : undefined;
  } while (after);
}

function expiring(table: PgTable, key: PgColumn, end: PgColumn): Swept {
  return { table, key: [key], over: (now) => sql`${end} < ${now}` };
}
