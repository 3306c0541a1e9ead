/** One file of a request, as it was sent. */
export interface UploadedFile {
  /** The form's field: `files[0]`. */
  readonly field: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** A form: its text fields by name, and its files in order. */
export interface MultipartForm {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly UploadedFile[];
}

/** Reads `multipart/form-data`; null when the boundary is missing or the body does not follow it. */
export function parseMultipart(body: Buffer, contentType: string): MultipartForm | null {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const name = boundary?.[1] ?? boundary?.[2];
  return name === undefined ? null : readParts(body, Buffer.from(`--${name}`));
}

const lineEnd = Buffer.from('\r\n');
const headersEnd = Buffer.from('\r\n\r\n');

function readParts(body: Buffer, delimiter: Buffer): MultipartForm | null {
  const fields = new Map<string, string>();
  const files: UploadedFile[] = [];
  let start = body.indexOf(delimiter);
  while (start !== -1) {
    const partStart = start + delimiter.length;
    if (body.subarray(partStart, partStart + 2).toString() === '--') return { fields, files };
    const next = body.indexOf(Buffer.concat([lineEnd, delimiter]), partStart);
    const split = body.indexOf(headersEnd, partStart);
    if (next === -1 || split === -1 || split > next) return null;
    const headers = body.subarray(partStart + lineEnd.length, split).toString('utf8');
    addPart(headers, body.subarray(split + headersEnd.length, next), { fields, files });
    start = next + lineEnd.length;
  }
  return null;
}

function addPart(headers: string, content: Buffer, form: { fields: Map<string, string>; files: UploadedFile[] }): void {
  const field = /content-disposition:[^\r\n]*[; ]name="([^"]*)"/i.exec(headers)?.[1];
  const filename = /content-disposition:[^\r\n]*filename="([^"]*)"/i.exec(headers)?.[1];
  if (field === undefined) return;
  if (filename === undefined) {
    form.fields.set(field, content.toString('utf8'));
    return;
  }
  const contentType = /content-type:\s*([^\r\n]+)/i.exec(headers)?.[1]?.trim() ?? 'application/octet-stream';
  form.files.push({ field, filename, contentType, bytes: new Uint8Array(content) });
}
