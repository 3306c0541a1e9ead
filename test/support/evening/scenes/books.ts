import type { Message } from '../../../../sandbox/discord/wire.ts';
import { curtainMs } from '../stage.ts';
import { paid, type Teller } from '../teller.ts';
import { quoted } from '../witness.ts';

const hourMs = 60 * 60_000;
const morningMs = curtainMs + 13 * hourMs;

/** A new day. */
export async function nextMorning(teller: Teller): Promise<void> {
  const { ben } = teller.stage.cast;
  teller.scene(
    'The next morning',
    morningMs,
    'At midnight (UTC) the allowances start afresh and the pool is filled up.',
  );
  await teller.types(ben, '/credits balance', { says: /spend \*\*20 credits\*\*[\s\S]*pool: 300 credits/u });
  await teller.types(ben, '/imagine prompt:the snail tram at its depot, asleep', paid(10));
  await teller.types(ben, '/credits history', {
    says: /newest first[\s\S]*for an approved request, with 10 credits added from the pool by/u,
  });
}

/** Cleo moves on. */
export async function farewell(teller: Teller): Promise<void> {
  const { cleo } = teller.stage.cast;
  teller.scene(
    'Cleo leaves',
    morningMs + hourMs / 4,
    'What is kept about a member is theirs to read, to take and to delete. The books go on adding up without their name.',
  );
  await teller.types(cleo, '/privacy show', { says: /Easel keeps this about you/u });
  await teller.types(cleo, '/privacy export', {
    says: /Everything that Easel keeps about you on this server\./u,
    files: 1,
  });
  const { message: question } = await teller.types(cleo, '/privacy delete', {
    says: /lose your bonus of \*\*25 credits/u,
  });
  await teller.presses(cleo, question, 'Delete it all', { says: /Easel deleted what it kept/u });
}

/** The answers whose sums have to agree. */
export interface Accounts {
  readonly usage: Readonly<Record<'member' | 'model' | 'day', Message>>;
  readonly top: Message;
  readonly view: Message;
}

/** What it has all come to. */
export async function closeTheBooks(teller: Teller): Promise<Accounts> {
  const { nora, mika, ada } = teller.stage.cast;
  teller.scene(
    'The books',
    morningMs + hourMs,
    'Nora’s coffee, and the question what it has all cost. The table, the chart and the file for spreadsheets are made from the same rows, and they agree with the journal to the credit.',
  );
  const usage = async (by: string, shown = {}) =>
    (await teller.types(mika, `/mod usage period:this week by:${by}`, { says: /Credits by/u, files: 2, shown }))
      .message;
  const accounts = {
    usage: {
      member: await usage('member', { '.png': 'tour-usage.png', '.csv': quoted }),
      model: await usage('model'),
      day: await usage('day'),
    },
    top: (await teller.types(ada, '/credits top period:week', { says: /Most results this week/u })).message,
  };
  await teller.types(mika, '/mod history member:@Ben', { says: /History of/u });
  const view = (await teller.types(nora, '/setup view', { says: /spent/u })).message;
  return { ...accounts, view };
}
