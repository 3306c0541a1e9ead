import { describe, expect, it } from 'vitest';
import { parseMultipart } from '../../../sandbox/discord/multipart.ts';

const type = 'multipart/form-data; boundary=edge';
const form = (...lines: string[]) => Buffer.from(lines.join('\r\n'));

describe('a multipart form', () => {
  it('has fields and files, and keeps the bytes of a file that look like its boundary', () => {
    const body = form(
      '--edge',
      'Content-Disposition: form-data; name="payload_json"',
      '',
      '{"content":"é"}',
      '--edge',
      'Content-Disposition: form-data; name="files[0]"; filename="fox.png"',
      'Content-Type: image/png',
      '',
      'a--edge\r\n\r\nb',
      '--edge--',
      '',
    );
    const parsed = parseMultipart(body, type);
    expect(parsed?.fields.get('payload_json')).toBe('{"content":"é"}');
    expect(parsed?.files).toEqual([
      {
        field: 'files[0]',
        filename: 'fox.png',
        contentType: 'image/png',
        bytes: new Uint8Array(Buffer.from('a--edge\r\n\r\nb')),
      },
    ]);
  });

  it('takes a quoted boundary, and leaves a part without name out', () => {
    const body = form(
      '--edge',
      'Content-Disposition: form-data',
      '',
      'x',
      '--edge',
      'Content-Disposition: form-data; name="f"; filename="f"',
      '',
      'y',
      '--edge--',
    );
    const parsed = parseMultipart(body, 'multipart/form-data; boundary="edge"');
    expect(parsed?.fields.size).toBe(0);
    expect(parsed?.files[0]).toMatchObject({ contentType: 'application/octet-stream' });
  });

  it.each([
    ['no boundary', form('--edge--'), 'multipart/form-data'],
    ['no end', form('--edge', 'Content-Disposition: form-data; name="x"', '', 'x'), type],
    ['nothing of its boundary', form('x'), type],
  ])('is refused with %s', (_, body, contentType) => {
    expect(parseMultipart(body, contentType)).toBeNull();
  });
});
