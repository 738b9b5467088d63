const codes = ['DB_BUSY', 'DB_DOWN', 'DB_ENDED', 'DB_LOST', 'DB_LATE'] as const;

export type DatabaseErrorCode = (typeof codes)[number];

/**
 * The database could not be used; nothing is wrong with the statement itself.
 *
 * - `DB_BUSY`: every connection stayed taken until the limit `acquire` was over.
 * - `DB_DOWN`: no connection could be made until then; `cause` is the last reason.
 * - `DB_ENDED`: the client, transaction or reservation is over.
 * - `DB_LOST`: the connection broke while something was under way on it.
 * - `DB_LATE`: the answer, or the end of the transaction, did not come within its limit.
 */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: DatabaseErrorCode;
  /** True: nothing was sent, repeating is safe. False: the statement or COMMIT may have taken effect. */
  readonly unsent: boolean;

  constructor(code: DatabaseErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.unsent = code !== 'DB_LOST' && code !== 'DB_LATE';
  }
}

/**
 * What PostgreSQL answers when it cannot serve anybody just now (its Appendix A): too slow, shutting down, starting,
 * out of connections, memory or disk, read-only, or in the way of another transaction. The statement did nothing.
 */
const NOT_NOW = new Set([
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '53000',
  '53100',
  '53200',
  '53300',
  '25006',
  '40001',
  '40P01',
]);

/**
 * The DatabaseError in an error or in its chain of causes: Drizzle and tRPC wrap what they pass on. An answer of the
 * server that says the same becomes one.
 */
export function findDatabaseError(error: unknown): DatabaseError | undefined {
  const chain = causesOf(error);
  const own = chain.find(isDatabaseError);
  if (own) return own;
  const answer = chain.find((cause) => 'code' in cause && NOT_NOW.has(String(cause.code)));
  return answer && new DatabaseError('DB_BUSY', 'the database cannot do this now', answer);
}

/** The name of the constraint when an error, or a cause of it, is PostgreSQL's unique_violation (23505). */
export function uniqueViolation(error: unknown): string | undefined {
  for (const cause of causesOf(error)) {
    if (!('code' in cause) || cause.code !== '23505' || !('constraint_name' in cause)) continue;
    if (typeof cause.constraint_name === 'string') return cause.constraint_name;
  }
  return undefined;
}

/** PostgreSQL's own code (its Appendix A) in an error or its causes: `40001`; undefined where the server said nothing. */
export function sqlState(error: unknown): string | undefined {
  const answer = causesOf(error).find((cause) => 'name' in cause && cause.name === 'PostgresError');
  return answer && 'code' in answer ? String(answer.code) : undefined;
}

// By its shape, not by instanceof: Next bundles a copy of this class of its own.
function isDatabaseError(error: object): error is DatabaseError {
  return 'name' in error && error.name === 'DatabaseError' && 'code' in error && isCode(error.code);
}

function isCode(code: unknown): code is DatabaseErrorCode {
  return codes.some((known) => known === code);
}

function causesOf(error: unknown): object[] {
  const chain: object[] = [];
  let next = error;
  // A cause may point back at what it caused.
  while (typeof next === 'object' && next !== null && !chain.includes(next)) {
    chain.push(next);
    next = 'cause' in next ? next.cause : undefined;
  }
  return chain;
}
