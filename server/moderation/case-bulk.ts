import type { z } from 'zod';
import type { Database } from '@/db/client';
import type { Cause } from '@/server/audit/commands';
import { type CaseResult, claimCases, dismissCases, releaseCases } from './case-changes';
import type { BulkCasesInput } from './case-inputs';
import type { Staff } from './case-reach';

/** Does the same with many cases, and says of each what became of it: one that cannot be does not keep the others. */
export function changeCasesAtOnce(
  db: Database,
  {
    action,
    rule,
    reason,
    ...wish
  }: z.output<typeof BulkCasesInput> & { staff: Staff; cause: Cause; now: Date },
): Promise<CaseResult[]> {
  switch (action) {
    case 'claim':
      return claimCases(db, wish);
    case 'release':
      return releaseCases(db, wish);
    case 'dismiss':
      return dismissCases(db, { ...wish, rule, reason });
  }
}
