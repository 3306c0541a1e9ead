import type { Attachment } from '#discord/messages/message.ts';

/** The bytes of a file on a message that are in memory; none where there is no such file. */
export function bytesOf(attachment: Pick<Attachment, 'data'> | undefined): Uint8Array {
  const { data = new Uint8Array() } = attachment ?? {};
  if ('path' in data) throw new TypeError('a file on the disk');
  return data;
}
