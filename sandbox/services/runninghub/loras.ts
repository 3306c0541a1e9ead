import { createHash } from 'node:crypto';
import { type Answer, content } from '../answer.ts';
import { isRecord, type ServiceRequest } from '../read-request.ts';
import { envelope } from './answers.ts';

/** A LoRA that was uploaded. */
export interface UploadedLora {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The LoRAs of an account, and the places that were promised to more. */
export interface LoraShelf {
  /** By the service's file name. */
  readonly all: Map<string, UploadedLora>;
  /** By MD5, what the LoRA is to be called. */
  readonly promised: Map<string, string>;
}

/** What the upload needs of the stand-in. */
export interface LoraContext {
  readonly apiKey: string;
  readonly loras: LoraShelf;
  readonly now: () => number;
}

/** Begins the path under which files are put; the real one is at another host. */
export const loraUploadPath = '/lora-upload/';
const ticketLastsSeconds = 3600;

/** An account without LoRAs. */
export function createLoraShelf(): LoraShelf {
  return { all: new Map(), promised: new Map() };
}

/** `POST /api/openapi/getLoraUploadUrl`: a place for a file that is named by its MD5. */
export function giveLoraTicket({ apiKey, loras, now }: LoraContext, { body, method, origin }: ServiceRequest): Answer {
  if (method !== 'POST') return envelope(412, 'TOKEN_INVALID');
  if (!isRecord(body) || body.apiKey !== apiKey) return envelope(802, 'APIKEY_UNAUTHORIZED');
  const { loraName, md5Hex } = body;
  const isNamed = typeof loraName === 'string' && loraName.trim() !== '';
  if (!isNamed || typeof md5Hex !== 'string' || !/^[0-9a-f]{32}$/.test(md5Hex)) return envelope(301, 'PARAMS_INVALID');
  loras.promised.set(md5Hex, loraName);
  const startS = Math.floor(now() / 1000);
  const signed = `q-sign-algorithm=sha1&q-sign-time=${startS};${startS + ticketLastsSeconds}&q-signature=stand-in`;
  const url = `${origin}${loraUploadPath}${fileNameOf(md5Hex)}?${signed}`;
  return envelope(0, 'success', { fileName: fileNameOf(md5Hex), url });
}

/** The storage behind a ticket: the very bytes that were promised, in time, under the documented type. */
export function putLora({ loras, now }: LoraContext, request: ServiceRequest): Answer {
  const { bytes, headers, method, path, query } = request;
  const fileName = path.slice(loraUploadPath.length);
  const md5Hex = createHash('md5').update(bytes).digest('hex');
  const name = loras.promised.get(md5Hex);
  const endsAtS = Number(query.get('q-sign-time')?.split(';')[1] ?? 0);
  const isSigned = query.get('q-signature') === 'stand-in' && now() / 1000 < endsAtS;
  if (method !== 'PUT' || !isSigned) return storageError(403, 'AccessDenied');
  if (headers['content-type'] !== 'application/octet-stream') return storageError(403, 'SignatureDoesNotMatch');
  if (name === undefined || fileName !== fileNameOf(md5Hex)) return storageError(400, 'InvalidDigest');
  loras.all.set(fileName, { name, bytes });
  return content(200, 'text/plain', '');
}

function fileNameOf(md5Hex: string): string {
  return `api-lora-cn/${md5Hex}.safetensors`;
}

/** Storage services answer in XML. */
function storageError(status: number, code: string): Answer {
  return content(status, 'application/xml', `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
}
