import { curtainMs } from '../stage.ts';
import { paid, type Teller } from '../teller.ts';

const minuteMs = 60_000;

/** A blocked phrase, two strikes, a suspension, and peace again. */
export async function badClown(teller: Teller): Promise<void> {
  const { mika, eve } = teller.stage.cast;
  teller.scene(
    'The clown',
    curtainMs + 100 * minuteMs,
    'Words that Mika blocks are refused however they are spelled. At two strikes the house suspends for a day, as Nora has set it.',
  );
  await teller.types(mika, '/mod block phrase:evil clown reason:frightens half of the server', {
    says: /evil clown/u,
    logs: [/changed the blocked words.*evil clown/u],
  });
  await teller.types(eve, '/imagine prompt:an evil clown in the cellar', {
    says: /This server doesn't allow `evil clown` in prompts\..* This counts as a strike; you have 1 now\. You weren't charged/u,
    logs: [
      /gave a strike/u,
      /\*\*Refused\*\*: the prompt has words that aren't allowed.*this server's word list.*strike 1/u,
    ],
  });
  await teller.types(eve, '/imagine prompt:an 3v1l cl0wn in the cellar', {
    says: /strike; you have 2 now\. You're suspended until/u,
    logs: [
      /gave a strike/u,
      /suspended · .*2 strikes/u,
      /\*\*Refused\*\*: the prompt has words that aren't allowed.*this server's word list.*strike 2/u,
    ],
  });
  await teller.types(eve, '/imagine prompt:a bowl of plums', {
    says: /You're suspended and can't make anything here until .*Reason: 2 strikes.*You weren't charged/u,
    logs: [/\*\*Refused\*\*: the member is suspended/u],
  });
  await teller.types(mika, '/mod strikes member:@Eve', { says: /has 2 strikes[\s\S]*Suspended until/u });
}

/** Eve has apologised. */
export async function forgiveness(teller: Teller): Promise<void> {
  const { mika, eve } = teller.stage.cast;
  teller.scene(
    'Eve apologises',
    curtainMs + 110 * minuteMs,
    'Strikes and suspensions are two things, and a moderator can take back either. Eve last named the dear model of her poster, which would stand in again: she has that forgotten.',
  );
  await teller.types(mika, '/mod strikes member:@Eve forgive:all reason:she has apologised', {
    says: /Forgave 2 strikes/u,
    logs: [/forgave strikes/u],
  });
  await teller.types(mika, '/mod unsuspend member:@Eve reason:she has apologised', {
    says: /can make things again/u,
    logs: [/ended the suspension/u],
  });
  await teller.types(eve, '/preset remove name:last choice', { says: /Your last choice is forgotten/u });
  await teller.types(eve, '/imagine prompt:a bowl of plums on a blue cloth', paid(10));
}

/** The same prompt in two channels. */
export async function afterDark(teller: Teller): Promise<void> {
  const { cast, places } = teller.stage;
  const { ada } = cast;
  const line = '/imagine prompt:a nude figure study in charcoal';
  teller.scene(
    'A matter of place',
    curtainMs + 120 * minuteMs,
    'What is for adults is refused outside the channels that Discord marks as age-restricted and Nora has opened for it. Results in `#after-dark` are behind a spoiler.',
  );
  await teller.types(ada, line, {
    says: /belongs in an age-restricted channel.*You weren't charged/u,
    logs: [/\*\*Refused\*\*: the prompt belongs in an age-restricted channel/u],
  });
  await teller.types(ada.in(places.afterDark), line, { ...paid(10), says: /^\|\|.*\|\|/u });
}
