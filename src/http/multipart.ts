import { createHash } from 'node:crypto';

/** One file that goes out as `multipart/form-data`. */
export interface FilePart {
  /** The form's field, plain letters. */
  readonly field: string;
  /** Plain letters, digits, dots and dashes: it goes into a header as it is. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A body with the header that says where its parts end. */
export interface MultipartBody {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Writes a form with one file. The boundary is made of the file's own hash, which no file can hold by accident. */
export function multipartOf({ field, name, mediaType, bytes }: FilePart): MultipartBody {
  const boundary = `easel-${createHash('sha256').update(bytes).digest('hex')}`;
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${field}"; filename="${name}"`,
    `Content-Type: ${mediaType}`,
    '\r\n',
  ].join('\r\n');
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}
