import type { Database } from '@/db/client';
import type { Place, Visit } from './visit';
import type { Visitor } from './visitors';

/** What the lines work on. */
export interface Ground {
  db: Database;
  visitors: Visitor[];
}

/** Where the limit of a line comes from. */
export type Limit =
  /** node:http and postgres.js with the very statements of the visit. */
  | 'bare'
  /** argon2id alone. */
  | 'argon2id'
  /** The pictures alone, made from the same file. */
  | 'picture'
  /** A page of the framework with nothing on it. */
  | 'empty';

/** A line of requests over HTTP. */
export interface Subject {
  name: string;
  limit: Limit;
  /** Each visit is used up: so many are made ready for a round. Undefined: they are begun anew until the time is over. */
  once?: number;
  /** It changes something, so the limit is one transaction. */
  writes?: boolean;
  connections: number;
  /** That the app may send for one visit. */
  statements: number;
  /** What every answer holds. */
  wanted: string;
  /** Of the limit, at least. */
  leastRatio?: number;
  /** Why the app reaches less than half of its limit, where it does. */
  why: string;
  /** Makes the n-th visit ready, at an app that says it is there. */
  ready(ground: Ground, visit: { place: Place; n: number }): Promise<Visit>;
}

/** The n-th visitor of those that a kind of line has for itself: thirds of all of them. */
export function visitorOf({ visitors }: Ground, n: number, third: 0 | 1 | 2 = 0): Visitor {
  const many = Math.floor(visitors.length / 3);
  const visitor = visitors[third * many + (n % many)];
  if (!visitor) throw new Error('there is nobody to visit');
  return visitor;
}
