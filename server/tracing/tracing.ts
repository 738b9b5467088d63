import type { Link, SpanContext, SpanKind, Tracer } from '@opentelemetry/api';
import { findDatabaseError, sqlState } from '@/db/connection/errors';
import type { StatementTracer } from '@/db/recorder';
import { DomainError } from '@/server/errors';
import { currentTraceparent, readTraceparent, runWithin, writeTraceparent } from './current';

/** What is told of something beside its name: words of the code and numbers, never what somebody typed or is called. */
export type Facts = Record<string, string | number | boolean | undefined>;

export interface Start {
  /** One of a few. */
  name: string;
  kind: 'server' | 'internal' | 'client' | 'consumer';
  facts?: Facts;
  /** Of what it is a part, where that is not what is under way here: a `traceparent`. */
  parent?: string | undefined;
  /** What caused it, without being waited for: a `traceparent`. */
  cause?: string | undefined;
}

/** Says more, once it is known. @param failed in a word of the code, where it went wrong by a fault of ours */
export type Tell = (facts: Facts, failed?: string) => void;

/** Tells a collector of OpenTelemetry what is done here and how long it takes. */
export interface Tracing {
  /** Runs `work` and tells of it, as a part of what is under way. What `work` does is a part of it. */
  run<T>(start: Start, work: (tell: Tell) => Promise<T>): Promise<T>;
}

/** Runs `work`; where nobody is told, there is nothing more to it. */
export function traced<T>(
  tracing: Tracing | undefined,
  start: Start,
  work: (tell: Tell) => Promise<T>,
): Promise<T> {
  return tracing ? tracing.run(start, work) : work(() => undefined);
}

type Api = typeof import('@opentelemetry/api');

/** By the tracer of a library that is loaded where something is told, and not before. */
export function makeTracing({ api, tracer }: { api: Api; tracer: Tracer }): {
  tracing: Tracing;
  statements: StatementTracer;
} {
  const kinds: Record<Start['kind'], SpanKind> = {
    server: api.SpanKind.SERVER,
    internal: api.SpanKind.INTERNAL,
    client: api.SpanKind.CLIENT,
    consumer: api.SpanKind.CONSUMER,
  };
  const begin = ({ name, kind, facts, parent = currentTraceparent(), cause }: Start) => {
    const above = contextOf(api, parent);
    const within = above ? api.trace.setSpanContext(api.ROOT_CONTEXT, above) : api.ROOT_CONTEXT;
    const caused = contextOf(api, cause);
    const links: Link[] = caused ? [{ context: caused }] : [];
    return tracer.startSpan(name, { kind: kinds[kind], attributes: known(facts), links }, within);
  };
  const fail = (span: ReturnType<typeof begin>, word: string) => {
    span.setAttribute('error.type', word);
    span.setStatus({ code: api.SpanStatusCode.ERROR });
  };
  return {
    tracing: {
      async run(start, work) {
        const span = begin(start);
        const { traceId, spanId, traceFlags } = span.spanContext();
        const isSampled = (traceFlags & api.TraceFlags.SAMPLED) !== 0;
        const tell: Tell = (facts, failed) => {
          span.setAttributes(known(facts));
          if (failed !== undefined) fail(span, failed);
        };
        try {
          return await runWithin({ traceparent: writeTraceparent({ traceId, spanId, isSampled }) }, () =>
            work(tell),
          );
        } catch (error) {
          fail(span, wordOf(error));
          throw error;
        } finally {
          span.end();
        }
      },
    },
    statements: (describe) => {
      // What belongs to nothing, such as a sign of life, is not told.
      if (currentTraceparent() === undefined) return undefined;
      const span = begin({ name: 'statement', kind: 'client', facts: { 'db.system.name': 'postgresql' } });
      return ({ rows, error }) => {
        const text = describe().text.replaceAll(/\s+/g, ' ').trim().slice(0, TEXT_LENGTH);
        const operation = (/^\w+/.exec(text)?.[0] ?? 'statement').toUpperCase();
        span.updateName(operation);
        span.setAttributes({
          'db.operation.name': operation,
          'db.query.text': text,
          'db.response.returned_rows': rows,
        });
        if (error !== undefined) fail(span, wordOf(error));
        span.end();
      };
    },
  };
}

/** Of the text of a statement, which has its values apart. Some of ours are long. */
const TEXT_LENGTH = 2_000;

function contextOf(api: Api, traceparent: string | undefined): SpanContext | undefined {
  const place = readTraceparent(traceparent);
  if (!place) return undefined;
  const { traceId, spanId, isSampled } = place;
  const traceFlags = isSampled ? api.TraceFlags.SAMPLED : api.TraceFlags.NONE;
  return { traceId, spanId, traceFlags, isRemote: true };
}

function known(facts: Facts = {}): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, fact]) => (fact === undefined ? [] : [[name, fact]])),
  );
}

/** A word of the code for an error. Its message is not told: PostgreSQL quotes values in it, and mail servers addresses. */
function wordOf(error: unknown): string {
  if (error instanceof DomainError) return error.reason;
  return (
    sqlState(error) ?? findDatabaseError(error)?.code ?? (error instanceof Error ? error.name : 'unknown')
  );
}
