import type { RecordedRequest } from '../../sandbox/discord/requests.ts';
import type { ServiceExchange } from '../../sandbox/services/loopback-server.ts';
import type { Stage } from './stage.ts';

/** What the bot asks of the world, by what it means for a request. */
export const wireKinds = [
  'first answer',
  'reply edited',
  'follow-up',
  'message posted',
  'message edited',
  'picture uploaded',
  'submit',
  'check',
  'finished',
  'cancel',
  'download',
  'other',
] as const;
/** @see wireKinds */
export type WireKind = (typeof wireKinds)[number];

/** A request on the wire: `arrived` nothing has come of it, `answered` its work is done and the answer is about to leave. */
export interface WireEvent {
  readonly kind: WireKind;
  readonly phase: 'arrived' | 'answered';
  /** The place of the process that asked; null where there is only one. */
  readonly by: string | null;
}

/** Hears of every request to Discord and the services. Returns what stops it. */
export function listenToWire(stage: Stage, hear: (event: WireEvent) => void): () => void {
  const asked = (request: RecordedRequest) => ({ kind: kindOfRequest(request), by: stage.nameOf(request.host) });
  const stops = [
    stage.discord.onArrival((request) => hear({ ...asked(request), phase: 'arrived' })),
    stage.discord.onRequest((request) => hear({ ...asked(request), phase: 'answered' })),
    ...[stage.runninghub, stage.runcomfy].map((service) =>
      service.onExchange((exchange) => {
        if (exchange.hasLeft) return;
        const by = stage.nameOf(exchange.request.headers.host ?? '');
        hear({ kind: kindOfExchange(exchange), phase: exchange.answer === null ? 'arrived' : 'answered', by });
      }),
    ),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function kindOfRequest({ method, path, files }: RecordedRequest): WireKind {
  if (files.length > 0) return 'picture uploaded';
  if (path.endsWith('/callback')) return 'first answer';
  const isWebhook = path.includes('/webhooks/');
  if (method === 'PATCH') return isWebhook ? 'reply edited' : 'message edited';
  if (method === 'POST' && path.endsWith('/messages')) return 'message posted';
  return method === 'POST' && isWebhook ? 'follow-up' : 'other';
}

function kindOfExchange({ request, answer }: ServiceExchange): WireKind {
  const { method, path } = request;
  if (path.startsWith('/output/')) return 'download';
  if (path.endsWith('/cancel')) return 'cancel';
  if (isSubmit(request)) return 'submit';
  if (path.endsWith('/query') || path.endsWith('/status') || path.includes('/result')) {
    const text = answer?.body.toString('utf8') ?? '';
    return /"(SUCCESS|succeeded|completed|FAILED|failed)"/.test(text) ? 'finished' : 'check';
  }
  return method === 'POST' ? 'other' : 'check';
}

/** Asks a service for a picture. */
export function isSubmit({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method === 'POST' && /^\/(openapi\/v2\/(?!query|queue|media|price-preview)|v1\/models\/)/.test(path);
}
