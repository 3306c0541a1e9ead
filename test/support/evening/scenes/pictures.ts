import { curtainMs } from '../stage.ts';
import { type Done, paid, pictureLog, type Teller } from '../teller.ts';

const minuteMs = 60_000;

/** What later scenes come back to. */
export interface FirstPictures {
  readonly adas: Done;
}

/** @see FirstPictures */
export interface Gifts {
  readonly trophy: Done;
}

/** The first pictures, and a price that is asked about first. */
export async function firstPictures(teller: Teller): Promise<FirstPictures> {
  const { ada, ben } = teller.stage.cast;
  teller.scene(
    'First pictures',
    curtainMs + 20 * minuteMs,
    'The doors are open. Credits are set aside when somebody asks and spent when the picture is there, never before.',
  );
  await teller.types(ada, '/credits balance', { says: /spend \*\*60 credits\*\*/u });
  const adas = await teller.types(ada, '/imagine prompt:a lighthouse keeper’s cat at dawn, gouache size:3:2', {
    ...paid(10),
    shown: { '.png': 'tour-picture.png' },
  });
  await teller.types(ben, '/imagine prompt:a teapot shaped like a snail', paid(10));
  const { message: question } = await teller.types(ben, '/imagine prompt:the same snail, but as a tram', {
    says: /costs \*\*10 credits\*\* of the 10/u,
  });
  await teller.presses(ben, question, 'Make it', { says: /Making it/u, logs: [pictureLog(10)] });
  await teller.seesIn(teller.stage.places.easel, { says: /\*\*the same snail, but as a tram\*\*/u, files: 1 });
  return { adas };
}

/** Ben is out of credits and asks for some. */
export async function runDry(teller: Teller): Promise<void> {
  const { discord, places, cast } = teller.stage;
  const { ben, mika } = cast;
  teller.scene(
    'Ben runs dry',
    curtainMs + 35 * minuteMs,
    'Whoever is out of credits reads what is missing and when there is more, and can ask.',
  );
  const asked = await teller.types(ben, '/imagine prompt:the snail tram in the rain, evening lights', {
    says: /costs 10 credits, and you have 0 left/u,
  });
  const asking = await teller.presses(ben, asked.message, 'Ask a moderator', { says: /A moderator has been asked/u });
  const request = await teller.seesIn(places.approvals, { says: /snail tram in the rain/u });
  teller.scene(
    '… and Mika finds the time',
    curtainMs + 55 * minuteMs,
    'Twenty minutes later. Discord lets a bot answer a command for a quarter of an hour, so Ben’s picture arrives as a new message. A request waits for a day and survives a restart of the bot.',
  );
  discord.expireToken(asked.exchange.interactionId);
  discord.expireToken(asking.exchange.interactionId);
  await teller.presses(mika, request, 'Approve', {
    says: /Approved/u,
    logs: [/approved a request/u, pictureLog(10)],
  });
  await teller.seesIn(places.easel, { says: /\*\*the snail tram in the rain, evening lights\*\*/u, files: 1 });
  await teller.seesIn(places.approvals, { says: /\*\*Approved\*\* by/u });
}

/** A prize, and a gift out of it. */
export async function giveAway(teller: Teller): Promise<Gifts> {
  const { omar, cleo } = teller.stage.cast;
  teller.scene(
    'A prize and a gift',
    curtainMs + 60 * minuteMs,
    'Moderators grant out of the pool; a bonus does not expire, and members can hand it on.',
  );
  await teller.types(omar, '/mod grant member:@Cleo credits:40 reason:won last week’s contest', {
    says: /Granted 40 credits/u,
    logs: [/granted · .*40 credits · won last/u],
  });
  await teller.types(cleo, '/credits give member:@Dan amount:15 reason:for your poster', {
    says: /gives .* \*\*15 credits\*\*/u,
    logs: [/gave · .*15 credits/u],
  });
  const trophy = await teller.types(cleo, '/imagine prompt:a trophy made of glass and moss', paid(10));
  await teller.types(cleo, '/credits give member:@Cleo amount:5', { says: /to yourself/u });
  return { trophy };
}
