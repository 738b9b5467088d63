import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { auditEntries, auditSeals } from '@/db/schema/audit';

const BATCH = 1000;

/** Puts what has been written since the last time into the chain; of several at once one does, and the others wait. @returns how many entries */
export async function sealAudit(db: Database): Promise<number> {
  let sealed = 0;
  for (;;) {
    const [row] = await db.execute<{ sealed: number }>(sql`select audit_seal(${BATCH}) as sealed`);
    sealed += row?.sealed ?? 0;
    if ((row?.sealed ?? 0) < BATCH) return sealed;
  }
}

/** What is wrong with an entry or its seal. */
export type Flaw = 'changed' | 'missing' | 'out of order' | 'not sealed';

export interface Proof {
  /** Links that hold, from the first on. */
  links: number;
  /** Of them, entries whose names were taken out after twelve months: their digest alone stands for them. */
  redacted: number;
  /** Entries of the last minutes, which no seal is on yet. */
  waiting: number;
  /** The last link, in hex: whoever keeps it elsewhere can prove later that nothing before it has changed. */
  last: { seq: number; link: string } | null;
  flaws: { seq: number | null; entryId: string; flaw: Flaw }[];
  /** Whether the link that was given is one of the chain; absent when none was given. */
  anchor?: 'holds' | 'is not in the chain';
}

const PAGE = 5000;
/** How many flaws are named. */
const NAMED = 50;
/** Minutes after which an entry without a seal is a flaw. */
const SEALED_WITHIN = 15;

/** Links after a number, each beside its entry and the link before. */
function readLinks(db: Database, { after }: { after: number }) {
  return db.execute<{
    seq: number;
    entryId: string;
    isThere: boolean;
    redacted: boolean;
    unchanged: boolean;
    linked: boolean;
    link: string;
  }>(sql`
    select seal.seq::float8 as seq, seal.entry_id as "entryId", entry.id is not null as "isThere",
      coalesce(entry.redacted_at is not null, false) as redacted,
      coalesce(entry.digest = seal.digest and (entry.redacted_at is not null or audit_digest(entry) = seal.digest), false) as unchanged,
      seal.link = sha256(coalesce(before.link, sha256(''::bytea)) || seal.digest)
        and (seal.seq = 1 or before.seq is not null) as linked,
      encode(seal.link, 'hex') as link
    from ${auditSeals} as seal
    left join ${auditEntries} as entry on entry.id = seal.entry_id
    left join ${auditSeals} as before on before.seq = seal.seq - 1
    where seal.seq > ${after}
    order by seal.seq limit ${PAGE}`);
}

/**
 * Proves that the audit trail is what was written: every entry says what its seal says, every link follows from the one before,
 * and every entry that is not quite new has a seal.
 * @param anchor a link of an earlier proof that was kept elsewhere: without one, somebody who owns the database could have made
 * the whole chain anew
 */
export async function verifyAudit(
  db: Database,
  { anchor, now }: { anchor?: { seq: number; link: string } | undefined; now: Date },
): Promise<Proof> {
  const proof: Proof = { links: 0, redacted: 0, waiting: 0, last: null, flaws: [] };
  if (anchor) proof.anchor = 'is not in the chain';
  const note = (seq: number | null, entryId: string, flaw: Flaw) => {
    if (proof.flaws.length < NAMED) proof.flaws.push({ seq, entryId, flaw });
  };
  let after = 0;
  for (;;) {
    const rows = await readLinks(db, { after });
    for (const { seq, entryId, isThere, redacted, unchanged, linked, link } of rows) {
      if (seq !== after + 1 || !linked) note(seq, entryId, 'out of order');
      else if (!isThere) note(seq, entryId, 'missing');
      else if (!unchanged) note(seq, entryId, 'changed');
      else proof.links += 1;
      if (redacted) proof.redacted += 1;
      if (anchor && seq === anchor.seq && link === anchor.link) proof.anchor = 'holds';
      proof.last = { seq, link };
      after = seq;
    }
    if (rows.length < PAGE) break;
  }
  await findUnsealed(db, { now, proof, note });
  return proof;
}

/** By the entries themselves and not by what waits to be sealed: that list can be emptied. */
async function findUnsealed(
  db: Database,
  given: {
    now: Date;
    proof: Proof;
    note: (seq: null, entryId: string, flaw: Flaw) => void;
  },
) {
  const { now, proof, note } = given;
  const late = new Date(now.getTime() - SEALED_WITHIN * 60_000).toISOString();
  const rows = await db.execute<{ id: string; late: boolean }>(sql`
    select entry.id, entry.at < ${late}::timestamptz as late
    from ${auditEntries} as entry
    where not exists (select from ${auditSeals} as seal where seal.entry_id = entry.id)
    order by entry.id limit 1000`);
  for (const { id, late: isLate } of rows) {
    if (isLate) note(null, id, 'not sealed');
    else proof.waiting += 1;
  }
}
