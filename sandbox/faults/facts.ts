/** What came of one request, read from the stand-ins and the ledger. */
export interface Facts {
  /** The first line of what the member reads in the end, or {@link thePicture}. */
  readonly reads: string;
  readonly money: Money;
  /** How many submits have arrived at the services. */
  readonly asked: number;
  /** How many jobs the services have made of them. */
  readonly made: number;
}

/** `held` is given back an hour later at the latest. */
export type Money = 'charged' | 'returned' | 'held' | 'nothing held';

/** What a member reads who gets what was asked for. */
export const thePicture = 'the picture';
/** Discord's own words where there was no first answer. */
export const noResponse = 'The application did not respond';

/** The first line of a text, without the moments and references that differ from run to run. */
export function firstLine(text: string): string {
  const [line = ''] = text.split('\n');
  return line.replace(/<t:\d+(?::\w)?>/gu, '(time)').replace(/`[0-9a-z]{8,}`/gu, '(reference)');
}

/** What must hold for every fault at every verb; the breaches, each as a sentence. */
export function breachesOf({ reads, money, asked, made }: Facts): readonly string[] {
  const hasPicture = reads === thePicture;
  const rules: readonly (readonly [boolean, string])[] = [
    [made > 1, 'The services made it more than once.'],
    [reads.trim() === '' || /thinking/iu.test(reads), 'The member was not told.'],
    [hasPicture && money !== 'charged', 'The picture was posted and not charged.'],
    [money === 'charged' && made === 0, 'It was charged although no service has made it.'],
    [money === 'charged' && !hasPicture, 'It was charged although the member has no picture.'],
    [money === 'held' && asked === 0, 'Credits are held although no service was asked.'],
  ];
  return rules.flatMap(([isBroken, sentence]) => (isBroken ? [sentence] : []));
}
