import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { casePictures, cases } from '@/db/schema/moderation';
import { isStaffViewNoted, staffViewsSince } from '@/server/privacy/staff-views';
import { isCaseOpenTo, type Staff } from './case-reach';

/** A photo that was reported, as it was, where its case exists for somebody; and whether it is noted that they see its person. */
export async function findPicture(
  db: Database,
  { id, staff, now }: { id: string; staff: Staff; now: Date },
): Promise<{ image: Buffer; caseId: string; personId: string | null; isNoted: boolean } | undefined> {
  const [picture] = await db
    .select({
      image: casePictures.image,
      caseId: cases.id,
      personId: cases.personId,
      isNoted: isStaffViewNoted({
        kind: 'person.viewedByStaff',
        viewerId: sql`${staff.userId}::uuid`,
        subjectId: cases.personId,
        since: sql`${staffViewsSince(now)}::uuid`,
      }),
    })
    .from(casePictures)
    .innerJoin(cases, eq(cases.id, casePictures.caseId))
    .where(and(eq(casePictures.id, id), isCaseOpenTo(staff, now)))
    .limit(1);
  return picture;
}
