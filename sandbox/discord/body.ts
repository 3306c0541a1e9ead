import type { IncomingMessage } from 'node:http';
import { parseMultipart, type UploadedFile } from './multipart.ts';

/** A request's body, read to its end. `problem` is the code of the error that the route answers with. */
export interface RequestBody {
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
  readonly problem: 40005 | 50109 | null;
}

/** Reads JSON or a form with `payload_json` and files. What exceeds the limit is read but not kept. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= limitBytes) chunks.push(chunk);
  }
  if (length > limitBytes) return { json: undefined, files: [], problem: 40005 };
  if (length === 0) return { json: undefined, files: [], problem: null };
  const contentType = request.headers['content-type'] ?? '';
  const bytes = Buffer.concat(chunks);
  return contentType.startsWith('multipart/form-data')
    ? formBody(bytes, contentType)
    : jsonBody(bytes.toString('utf8'), []);
}

function formBody(bytes: Buffer, contentType: string): RequestBody {
  const form = parseMultipart(bytes, contentType);
  if (form === null) return { json: undefined, files: [], problem: 50109 };
  return jsonBody(form.fields.get('payload_json') ?? '{}', form.files);
}

function jsonBody(text: string, files: readonly UploadedFile[]): RequestBody {
  try {
    return { json: JSON.parse(text), files, problem: null };
  } catch {
    return { json: undefined, files, problem: 50109 };
  }
}
