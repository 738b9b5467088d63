/** How long things may take, all in milliseconds. */
export interface Limits {
  /** Waiting for a free or a new connection; then DB_BUSY or DB_DOWN. Default 3 000. */
  acquire?: number;
  /** One attempt to connect and log in; repeated until `acquire` is over. Raise it for a far-away server. Default 1 000. */
  connect?: number;
  /** PostgreSQL's statement_timeout. Our own wait for an answer is 1 000 longer; then DB_LATE. Default 5 000. */
  statement?: number;
  /** One transaction in all, and PostgreSQL's idle_in_transaction_session_timeout; then DB_LATE. Default 30 000. */
  transaction?: number;
  /** A connection older than this is replaced when it comes back to the pool. Default 1 800 000. */
  lifetime?: number;
}

export type SetLimits = Required<Limits> & { readonly answer: number };

const defaults: Required<Limits> = {
  acquire: 3_000,
  connect: 1_000,
  statement: 5_000,
  transaction: 30_000,
  lifetime: 1_800_000,
};

// The server ends a slow statement itself and keeps the connection; we only step in when it does not.
const serverFirst = 1_000;

/** Every limit set, and `answer`: how long an answer may be due before the connection counts as dead. */
export function setLimits(limits: Limits): SetLimits {
  const all = { ...defaults, ...limits };
  return { ...all, answer: all.statement + serverFirst };
}
