import { traceStatements } from '@/db/recorder';
import type { Environment } from '@/server/env';
import type { Log } from '@/server/log';
import { makeTracing, type Tracing } from './tracing';

export interface RunningTracing {
  /** Undefined where nobody is told. */
  tracing: Tracing | undefined;
  /** Sends what was not sent yet, for two seconds at most. */
  stop(): Promise<void>;
}

type TracingSettings = Pick<
  Environment,
  | 'OTEL_EXPORTER_OTLP_ENDPOINT'
  | 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'
  | 'OTEL_EXPORTER_OTLP_PROTOCOL'
  | 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'
  | 'OTEL_SDK_DISABLED'
  | 'OTEL_TRACES_EXPORTER'
>;

/** Milliseconds that a process which is told to stop gives to what was not sent yet. */
const LAST_WORDS = 2_000;

/**
 * Tells a collector what is done in this process, by OTLP over HTTP. Without an address nothing is loaded, and nothing done. What the
 * standard's other variables say (headers, times, sampling, name of the service) the library reads for itself.
 * @param given.service its name where OTEL_SERVICE_NAME gives none
 */
export async function startTracing(given: {
  settings: TracingSettings;
  service: string;
  log: Log;
}): Promise<RunningTracing> {
  const { settings, service, log } = given;
  const url = addressOf(settings);
  if (url === undefined) return { tracing: undefined, stop: async () => undefined };
  const [api, sdk, { detectResources, envDetector, resourceFromAttributes }, exporter] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/resources'),
    exporterOf(settings, url),
  ]);
  const provider = new sdk.BasicTracerProvider({
    // Of the process and the machine nothing is asked: an environment and a command line hold secrets.
    resource: resourceFromAttributes({ 'service.name': service }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    spanProcessors: [new sdk.BatchSpanProcessor(saying(exporter, { log, url }))],
  });
  // Nothing of the library is registered for the whole process: Next and others would tell it addresses with what people typed.
  const { tracing, statements } = makeTracing({ api, tracer: provider.getTracer('foyer') });
  traceStatements(statements);
  return {
    tracing,
    async stop() {
      traceStatements(undefined);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, LAST_WORDS);
      });
      const sent = provider.shutdown().catch(() => undefined);
      await Promise.race([sent, late]).finally(() => clearTimeout(timer));
    },
  };
}

/** The address to send to, by the rules of the standard: that for traces is taken as it is, the common one is the beginning of it. */
function addressOf(settings: TracingSettings): string | undefined {
  if (settings.OTEL_SDK_DISABLED === 'true' || settings.OTEL_TRACES_EXPORTER === 'none') return undefined;
  const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own, OTEL_EXPORTER_OTLP_ENDPOINT: common } = settings;
  return own ?? (common && `${common.replace(/\/$/, '')}/v1/traces`);
}

async function exporterOf(settings: TracingSettings, url: string): Promise<Exporter> {
  const protocol = settings.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? settings.OTEL_EXPORTER_OTLP_PROTOCOL;
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter({ url });
}

type Exporter = import('@opentelemetry/sdk-trace-base').SpanExporter;

/** Says in the log when the collector does not take what it is sent, and when it does again; the library keeps that to itself. */
function saying(exporter: Exporter, { log, url }: { log: Log; url: string }): Exporter {
  let isHeard = true;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const heard = result.code === 0;
        // Only where: an address may have a password in it.
        const collector = new URL(url).host;
        if (heard !== isHeard && heard) log.info({ collector }, 'traces are taken again');
        if (heard !== isHeard && !heard) log.warn({ collector }, 'traces are not taken, and are lost');
        isHeard = heard;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
