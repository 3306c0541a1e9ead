import { createHash } from 'node:crypto';
import { parseMultipart } from '../../discord/multipart.ts';
import { type Answer, content, json } from '../answer.ts';
import { type FindUpload, pictureFormatOf } from '../input-pictures.ts';
import { notFound } from '../pictures.ts';
import type { ServiceRequest } from '../read-request.ts';

/** The older upload's limit, and the largest that any field takes. @see reference, section 2.6 */
const maxUploadBytes = 50 * 1024 * 1024;
const linkLastsMs = 24 * 60 * 60 * 1000;
const folder = '/upload/';

interface Upload {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly untilMs: number;
}

/** The pictures that were handed over, each under a link that ends after a day. */
export class Uploads {
  /** By the path of their link. */
  readonly kept = new Map<string, Upload>();

  /** `POST /openapi/v2/media/upload/binary`, a form with one `file`. */
  take(request: ServiceRequest, nowMs: number): Answer {
    const form = parseMultipart(request.bytes, request.headers['content-type'] ?? '');
    const file = form?.files.find(({ field }) => field === 'file');
    if (file === undefined) return refused(301, 'the form has no file');
    if (file.bytes.byteLength > maxUploadBytes) return refused(809, 'APIKEY_FILE_SIZE_EXCEEDED');
    const kind = kindOf(file.bytes);
    if (kind === null) return refused(301, 'this type of file is not supported');
    const { type, mediaType, ending } = kind;
    const name = `${createHash('sha256').update(file.bytes).digest('hex')}.${ending}`;
    const upload = { bytes: Buffer.from(file.bytes), mediaType, untilMs: nowMs + linkLastsMs };
    this.kept.set(folder + name, upload);
    const size = String(file.bytes.byteLength);
    const data = {
      type,
      download_url: `${request.origin}${folder}${name}`,
      fileName: `openapi/${name}`,
      size,
    };
    return json(200, { code: 0, message: 'success', data });
  }

  /** `GET` of a link; null for a path that is none of them. */
  answer(path: string, nowMs: number): Answer | null {
    if (!path.startsWith(folder)) return null;
    const found = this.kept.get(path);
    return found !== undefined && found.untilMs > nowMs ? content(200, found.mediaType, found.bytes) : notFound();
  }

  /** How a submit looks up what it is given. */
  finder(origin: string, nowMs: number): FindUpload {
    return (address) => {
      if (!address.startsWith(`${origin}${folder}`)) return undefined;
      const found = this.kept.get(address.slice(origin.length));
      return found !== undefined && found.untilMs > nowMs ? found.bytes : 'gone';
    };
  }
}

interface UploadKind {
  readonly type: 'image' | 'video' | 'audio';
  readonly mediaType: string;
  readonly ending: string;
}

/** By the first bytes. */
function kindOf(bytes: Uint8Array): UploadKind | null {
  const format = pictureFormatOf(bytes);
  if (format !== null) {
    return { type: 'image', mediaType: `image/${format}`, ending: format === 'jpeg' ? 'jpg' : format };
  }
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.slice(4, 8) === 'ftyp') return { type: 'video', mediaType: 'video/mp4', ending: 'mp4' };
  if (head.startsWith('RIFF') && head.endsWith('WAVE')) return { type: 'audio', mediaType: 'audio/wav', ending: 'wav' };
  const isMp3 = head.startsWith('ID3') || head.startsWith('\xff\xfb');
  return isMp3 ? { type: 'audio', mediaType: 'audio/mpeg', ending: 'mp3' } : null;
}

/** This call writes `message`, not `msg`. */
function refused(code: number, message: string): Answer {
  return json(200, { code, message, data: null });
}
