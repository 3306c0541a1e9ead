import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

/** A file's bytes: in memory, or on the disk. */
export type FileData = Uint8Array | { readonly path: string; readonly byteLength: number };

/** One file of a form. */
export interface FormFile {
  /** The form's field. */
  readonly field: string;
  readonly name: string;
  readonly mediaType: string;
  readonly data: FileData;
}

/** One text of a form. */
export interface FormField {
  readonly field: string;
  readonly text: string;
  /** Plain text where it is left out. */
  readonly mediaType?: string;
}

/**
 * A form with files as `multipart/form-data`. Its length is known before it is sent, and files on the disk are read as they leave. It can be sent
 * several times.
 *
 * @see RFC 7578, sections 4.1 to 4.4
 */
export class FormBody {
  readonly contentType: string;
  readonly byteLength: number;
  readonly #parts: readonly { readonly head: Buffer; readonly data: FileData }[];
  readonly #end: Buffer;

  constructor(fields: readonly FormField[], files: readonly FormFile[]) {
    const boundary = `easel-${randomUUID()}`;
    this.contentType = `multipart/form-data; boundary=${boundary}`;
    this.#end = Buffer.from(`--${boundary}--\r\n`);
    this.#parts = [
      ...fields.map(({ field, text, mediaType }) => ({
        head: headOf(boundary, { field, mediaType }),
        data: Buffer.from(text),
      })),
      ...files.map((file) => ({ head: headOf(boundary, file), data: file.data })),
    ];
    const bytes = this.#parts.reduce((sum, { head, data }) => sum + head.length + data.byteLength + lineEnd.length, 0);
    this.byteLength = bytes + this.#end.length;
  }

  /** What is sent before the body. */
  get headers(): Readonly<Record<string, string>> {
    return { 'content-type': this.contentType, 'content-length': String(this.byteLength) };
  }

  /** The whole form, from its begin. */
  stream(): Readable {
    return Readable.from(this.#pieces(), { objectMode: false });
  }

  async *#pieces(): AsyncGenerator<Uint8Array> {
    for (const { head, data } of this.#parts) {
      yield head;
      if ('path' in data) yield* createReadStream(data.path);
      else yield* slicesOf(data);
      yield lineEnd;
    }
    yield this.#end;
  }
}

const lineEnd = Buffer.of(13, 10);
/** As much as a file's stream hands over at a time. */
const sliceBytes = 65_536;

function* slicesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += sliceBytes) yield bytes.subarray(at, at + sliceBytes);
}

function headOf(
  boundary: string,
  {
    field,
    name,
    mediaType,
  }: { readonly field: string; readonly name?: string; readonly mediaType?: string | undefined },
): Buffer {
  const file = name === undefined ? '' : `; filename="${quoted(name)}"`;
  const type = mediaType === undefined ? [] : [`Content-Type: ${mediaType}`];
  const lines = [`--${boundary}`, `Content-Disposition: form-data; name="${quoted(field)}"${file}`, ...type, '', ''];
  return Buffer.from(lines.join('\r\n'));
}

/** @see https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data, read 2026-11-28 */
function quoted(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}
