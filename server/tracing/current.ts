import { AsyncLocalStorage } from 'node:async_hooks';

/** What is under way, of which what is done meanwhile is a part; as W3C Trace Context writes it (section 3.2). */
export interface Current {
  traceparent: string;
}

const storage = new AsyncLocalStorage<Current>();

/** What is under way in this async context; undefined where nothing is traced. */
export function currentTraceparent(): string | undefined {
  return storage.getStore()?.traceparent;
}

/** Runs `work` as a part of what is under way. */
export function runWithin<T>(current: Current, work: () => T): T {
  return storage.run(current, work);
}

/** The ids of a trace and of a part of it. */
export interface Place {
  traceId: string;
  spanId: string;
  isSampled: boolean;
}

const PATTERN = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** What a `traceparent` says (W3C Trace Context section 3.2.2); undefined for what is none. */
export function readTraceparent(text: string | undefined): Place | undefined {
  const [, traceId, spanId, flags] = PATTERN.exec(text ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** A `traceparent` of version 0. */
export function writeTraceparent({ traceId, spanId, isSampled }: Place): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}
