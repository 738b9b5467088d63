import { DATA_KINDS, type DataKind, type Ground, type ReceiptDocument } from './catalog';
import { auditEnd, handlesEnd } from './rules';

/** What was done with the data of somebody who is gone, in JSON as it is signed. Nothing in it tells who they were. */
export function composeReceipt(facts: {
  receiptId: string;
  issuer: string;
  erasedAt: Date;
  /** How many rows of each kind. */
  erased: Record<string, number>;
  keepsMessages: boolean;
  kept: {
    handles: number;
    appsOwned: number;
    groupAppeals?: number;
    auditTrail: number;
    reportedContent?: number;
  };
}): string {
  const { receiptId, issuer, erasedAt, erased, keepsMessages, kept } = facts;
  const gone: Record<string, number> = { ...erased, account: 1, profile: 1 };
  const stays: Partial<Record<DataKind, Stay>> = {
    handles: { count: kept.handles, ground: 'impersonation', until: handlesEnd(erasedAt) },
    auditTrail: { count: kept.auditTrail, ground: 'accountability', until: auditEnd(erasedAt) },
    appsOwned: { count: kept.appsOwned, ground: 'others' },
    groupAppeals: { count: kept.groupAppeals ?? 0, ground: 'others' },
    ...(keepsMessages && { messagesSent: { count: gone.messagesSent ?? 0, ground: 'choice' } }),
  };
  const held: ReceiptDocument['data'] = [
    // Beside what was erased of it. When it is decided nobody knows yet.
    { kind: 'reportedContent', outcome: 'kept', count: kept.reportedContent ?? 0, ground: 'openReport' },
  ];
  const lines = DATA_KINDS.map((kind) => lineOf(kind, { gone: gone[kind] ?? 0, stay: stays[kind] }));
  const data: ReceiptDocument['data'] = [...lines, ...held];
  const document: ReceiptDocument = {
    version: 1,
    receipt: receiptId,
    issuer,
    erasedAt: erasedAt.toISOString(),
    data: data.filter(({ count }) => count > 0),
  };
  return JSON.stringify(document);
}

interface Stay {
  count: number;
  ground: Ground;
  until?: Date;
}

function lineOf(kind: DataKind, { gone, stay }: { gone: number; stay: Stay | undefined }) {
  if (!stay) return { kind, outcome: 'erased' as const, count: gone };
  const { count, ground, until } = stay;
  if (!until) return { kind, outcome: 'anonymised' as const, count, ground };
  return { kind, outcome: 'kept' as const, count, ground, until: until.toISOString() };
}
