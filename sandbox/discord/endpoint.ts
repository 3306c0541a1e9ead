import type { Settings } from './settings.ts';
import { createSigningKey, type SigningKey } from './signing-key.ts';
import type { JsonObject } from './wire.ts';

/** What became of a request to the endpoint; `status` is null where no answer came. */
export interface Delivery {
  /** Of an interaction, else null. */
  readonly id: string | null;
  readonly status: number | null;
  /** The body of the answer. */
  readonly text: string;
}

/** The address to which interactions are posted instead of the gateway. */
export interface Endpoint {
  readonly key: SigningKey;
  /** Null while interactions go to the gateway. */
  readonly url: string | null;
  /** Every interaction that was posted and answered, or given up, in that order. */
  readonly deliveries: readonly Delivery[];
  /**
   * Sets the address as the Developer Portal does: only one that answers a ping, and refuses a wrong signature, is taken.
   *
   * @throws Error in Discord's words, where it does not
   */
  set(url: string | null): Promise<void>;
  /** Posts a payload, signed. Never rejects. */
  post(payload: unknown): Promise<Delivery>;
}

/** An application without an endpoint. @see https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint read 2026-11-28 */
export function createEndpoint({ now, ackDeadlineMs, applicationId }: Settings): Endpoint {
  const key = createSigningKey();
  const deliveries: Delivery[] = [];
  let url: string | null = null;
  const send = async (
    target: string,
    payload: unknown,
    headers: (body: string) => Readonly<Record<string, string>>,
  ) => {
    const body = JSON.stringify(payload);
    const id = idOf(payload);
    try {
      const response = await fetch(target, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'user-agent': userAgent, ...headers(body) },
        signal: AbortSignal.timeout(ackDeadlineMs),
      });
      return { id, status: response.status, text: await response.text() };
    } catch {
      return { id, status: null, text: '' };
    }
  };
  const signed = (body: string) => key.headersFor(body, now());
  const verified = async (target: string): Promise<boolean> => {
    const ping = { id: applicationId, application_id: applicationId, type: 1, token: 'ping', version: 1 };
    const forged = await send(target, ping, (body) => key.headersFor(`${body} `, now()));
    const answer = await send(target, ping, signed);
    return forged.status === 401 && answer.status === 200 && isPong(answer.text);
  };
  return {
    key,
    deliveries,
    get url() {
      return url;
    },
    async set(target) {
      if (target !== null && !(await verified(target))) {
        throw new Error('interactions_endpoint_url: The specified interactions endpoint url could not be verified.');
      }
      url = target;
    },
    async post(payload) {
      const delivery = await send(url ?? '', payload, signed);
      deliveries.push(delivery);
      return delivery;
    },
  };
}

const userAgent = 'Discord-Interactions/1.0 (+https://discord.com)';

function idOf(payload: unknown): string | null {
  const id: unknown = Reflect.get(Object(payload), 'id');
  return typeof id === 'string' ? id : null;
}

function isPong(text: string): boolean {
  return jsonOf(text)?.type === 1;
}

/** Null for what is no object. */
function jsonOf(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
