import { curtainMs } from '../stage.ts';
import type { Suggestion, Teller } from '../teller.ts';
import type { FirstPictures, Gifts } from './pictures.ts';

const minuteMs = 60_000;

/** A picture is stopped, another one refunded. */
export async function stopAndRefund(teller: Teller, { adas }: FirstPictures): Promise<void> {
  const { ada, omar } = teller.stage.cast;
  teller.scene(
    'Stopped and refunded',
    curtainMs + 130 * minuteMs,
    'Nobody has to remember ids: Discord offers the requests in the making, and those that were paid for, while a moderator types.',
  );
  const line = '/imagine prompt:a city of paper, every single window model:flux-2-klein-4b';
  const slow = await teller.starts(ada, line, /In the queue/u);
  const running = await choiceFor(teller, '/mod cancel job:');
  await teller.types(omar, `/mod cancel job:${running.value} reason:the service is slow tonight`, {
    picked: running,
    says: /Stopped \|\|a city of paper/u,
    logs: [/stopped a request/u, /\*\*No result\*\*: a moderator stopped it.*not charged/u],
  });
  await teller.seesAgain(slow, /Stopped by a moderator\. You weren't charged: your 7 credits are available again/u);
  const spent = await choiceFor(teller, '/mod refund job:a lighthouse');
  if (spent.value !== adas.exchange.interactionId) throw new Error(`${spent.name} is another picture`);
  const refund = `/mod refund job:${spent.value} reason:the cat has six legs`;
  await teller.types(omar, refund, {
    picked: spent,
    says: /Refunded 10 credits/u,
    logs: [/refunded.*10 credits/u],
  });
  await teller.types(omar, refund, { says: /There's nothing to refund:/u, picked: spent });
}

/** Dan reports this, Mika takes it away. */
export async function report(teller: Teller, { trophy }: Gifts): Promise<void> {
  const { cast, places } = teller.stage;
  const { dan, mika, cleo } = cast;
  teller.scene(
    'A report',
    curtainMs + 140 * minuteMs,
    'Every picture has a Report button. A report opens a case in `#mod-log`, with everything at hand that a moderator needs.',
  );
  await teller.explains(dan, trophy.message, 'Report', 'that is the cup of another club', {
    says: /The moderators have your report in their log channel\./u,
    logs: [/reports this/u],
  });
  const open = await teller.seesIn(places.modLog, { says: /reports this/u });
  await teller.explains(mika, open, 'Delete result', 'shows the emblem of another club', {
    says: /^Deleted\./u,
    logs: [/deleted a result/u],
  });
  await teller.types(cleo, '/credits balance', { says: /Bonus: 25 credits/u });
}

/** What Discord offers Omar first. */
async function choiceFor({ stage }: Teller, line: string): Promise<Suggestion> {
  const [first] = await stage.cast.omar.autocomplete(line, 'job');
  if (first === undefined) throw new Error(`nothing is offered for ${line}`);
  return { name: first.name, value: String(first.value) };
}
