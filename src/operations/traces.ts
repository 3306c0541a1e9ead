import { createHash } from 'node:crypto';
import type { Tracer } from '@opentelemetry/api';
import type { JobId } from '#core/ids.ts';

/** One trace for each request, whichever processes work on it. */
export interface Traces {
  /** Notes how long a step took and how it ended. Settles as the work does. */
  traced<T>(step: string, id: JobId, work: Promise<T>): Promise<T>;
  /** Notes that a request is over. `facts` name no member and no prompt. */
  ended(id: JobId, times: { readonly startMs: number; readonly endMs: number }, facts: TraceFacts): void;
  /** Sends what is still to be sent. Never throws. */
  close(): Promise<void>;
}

/** What a trace tells of a job. */
export interface TraceFacts {
  readonly model: string;
  readonly provider: string;
  readonly state: string;
  /** The code of its error; null for none. */
  readonly error: string | null;
}

/** @see openTraces */
export interface TracesOptions {
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`, without a trailing slash: traces go to `/v1/traces` below it. */
  readonly endpoint: string;
  /** What the process is called, and what it does. */
  readonly process: { readonly name: string; readonly role: string; readonly version: string };
}

/** Notes nothing. */
export const noTraces: Traces = {
  traced: (_step, _id, work) => work,
  ended: () => undefined,
  close: async () => undefined,
};

const closeWithinMs = 2_000;
/** The W3C's flag of a trace that is recorded. @see https://www.w3.org/TR/trace-context/#sampled-flag read 2026-11-29 */
const sampled = 1;

/**
 * Sends traces by OTLP over HTTP. The ids of a trace and of its first span are made from the job's id, so that processes add to the
 * same trace without telling each other. What cannot be sent is dropped.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp read 2026-11-29
 */
export async function openTraces({ endpoint, process: { name, role, version } }: TracesOptions): Promise<Traces> {
  const [{ ROOT_CONTEXT, SpanKind, SpanStatusCode, trace }, base, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const ids = new base.RandomIdGenerator();
  let nextIds: { readonly traceId: string; readonly spanId: string } | null = null;
  const provider = new base.BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'easel',
      'service.version': version,
      'service.instance.id': name,
      'easel.role': role,
    }),
    idGenerator: {
      generateTraceId: () => nextIds?.traceId ?? ids.generateTraceId(),
      generateSpanId: () => nextIds?.spanId ?? ids.generateSpanId(),
    },
    spanProcessors: [new base.BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }))],
  });
  const tracer: Tracer = provider.getTracer('easel', version);
  const contextOf = (id: JobId) => trace.setSpanContext(ROOT_CONTEXT, { ...idsOf(id), traceFlags: sampled });

  return {
    async traced(step, id, work) {
      const span = tracer.startSpan(step, { attributes: { 'easel.job': id } }, contextOf(id));
      try {
        return await work;
      } catch (error) {
        span.setAttribute('error.type', String(Reflect.get(Object(error), 'code') ?? 'bug'));
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    },
    ended(id, { startMs, endMs }, { model, provider: service, state, error }) {
      nextIds = idsOf(id);
      const span = tracer.startSpan(
        'request',
        {
          kind: SpanKind.SERVER,
          root: true,
          startTime: new Date(startMs),
          attributes: { 'easel.job': id, 'easel.model': model, 'easel.provider': service, 'easel.state': state },
        },
        ROOT_CONTEXT,
      );
      nextIds = null;
      if (error !== null) {
        span.setAttribute('error.type', error);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end(new Date(endMs));
    },
    async close() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, closeWithinMs);
      });
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
      clearTimeout(timer);
    },
  };
}

function idsOf(id: JobId) {
  const digest = createHash('sha256').update(`easel job ${id}`).digest('hex');
  return { traceId: digest.slice(0, 32), spanId: digest.slice(32, 48) };
}
