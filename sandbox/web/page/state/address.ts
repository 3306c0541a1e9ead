/** Where the page is: in its address, so that it is there again after a reload. */
export interface Address {
  readonly stage: string;
  readonly personId: string | null;
  readonly channelId: string | null;
}

/** `#/demo/PERSON/CHANNEL`; what is missing or strange is left to the server. */
export function readAddress(hash: string): Address {
  const [stage = '', person = '', channel = ''] = hash.replace(/^#\/?/u, '').split('/');
  const id = (text: string) => (/^\d+$/u.test(text) ? text : null);
  return { stage: stage === 'tour' ? 'tour' : 'demo', personId: id(person), channelId: id(channel) };
}

/** @see readAddress */
export function writeAddress({ stage, personId, channelId }: Address): string {
  return `#/${[stage, personId, channelId].filter((part) => part !== null).join('/')}`;
}
