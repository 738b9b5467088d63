import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { startTracing } from '@/server/tracing/start-tracing';

const Attributes = z
  .array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) }))
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]])));

const SpanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  /** 1 internal, 2 server, 3 client, 5 consumer (opentelemetry/proto/trace/v1). */
  kind: z.number(),
  attributes: Attributes,
  links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
  events: z.array(z.unknown()).default([]),
  /** 2: an error. */
  status: z.object({ code: z.number().optional() }).default({}),
});
export type CollectedSpan = z.output<typeof SpanSchema>;

const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(SpanSchema) })),
    }),
  ),
});

/** What a collector was sent. */
export interface Collector {
  url: string;
  /** Every body, as text. */
  bodies: string[];
  headers: Record<string, string | undefined>[];
  spans(): CollectedSpan[];
  resources(): Record<string, unknown>[];
  /** The one with this name. */
  span(name: string): CollectedSpan;
}

/** A receiver of OTLP over HTTP at a free port, for as long as the test. @param answer its status */
export async function startCollector(answer: () => number = () => 200): Promise<Collector> {
  const bodies: string[] = [];
  const headers: Collector['headers'] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = (await buffer(request)).toString();
    const status = request.url === '/v1/traces' ? answer() : 404;
    if (status === 200) bodies.push(body);
    headers.push({ 'content-type': request.headers['content-type'] });
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  const exports = () => bodies.flatMap((body) => Export.parse(JSON.parse(body)).resourceSpans);
  const spans = () => exports().flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  return {
    url: `http://127.0.0.1:${address.port}`,
    bodies,
    headers,
    spans,
    resources: () => exports().map(({ resource }) => resource.attributes),
    span: (name) => {
      const found = spans().filter((span) => span.name === name);
      const [only] = found;
      if (!only || found.length > 1) throw new Error(`${found.length} spans are called ${name}`);
      return only;
    },
  };
}

/** Traces to a collector of the test's own; `sent` gives what it has once everything is there. */
export async function traceTo(
  collector: { url: string },
  settings: Partial<Parameters<typeof startTracing>[0]['settings']> = {},
) {
  const { tracing, stop } = await startTracing({
    settings: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: undefined,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: undefined,
      OTEL_SDK_DISABLED: 'false',
      OTEL_TRACES_EXPORTER: 'otlp',
      ...settings,
    },
    service: 'foyer',
    log: pino({ level: 'silent' }),
  });
  onTestFinished(stop);
  return { tracing, stop };
}
