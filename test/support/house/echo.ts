import type { Exchange } from '../../../sandbox/discord/exchange.ts';
import type { JsonObject } from '../../../sandbox/discord/wire.ts';
import type { House } from './open-house.ts';

/** Discord repeats itself: each interaction arrives again. */
export interface Echo {
  /** The interaction arrives again at once and after 5, 50 and 400 ms. */
  <Made extends Pick<Exchange, 'interactionId'>>(exchange: Made): Made;
  /** Everything that has been sent arrives once more, as by a gateway that is resumed. */
  all(): void;
  /** Resolves when the bot has left every copy alone. */
  settled(): Promise<void>;
  /** How often Easel has answered each interaction that was sent: once, where all is well. */
  answers(): readonly number[];
}

const delaysMs = [0, 5, 50, 400];
const leftAlone = 'arrived twice';

/** @see Echo */
export function echoIn(house: House): Echo {
  const { discord } = house;
  const sending: Promise<void>[] = [];
  let copies = 0;
  const send = (event: JsonObject) => {
    copies += 1;
    discord.sendEvent('INTERACTION_CREATE', event);
  };
  const eventOf = (id: string): JsonObject => {
    const event = discord.interactionEvents().find((each) => each.id === id);
    if (event === undefined) throw new Error(`nothing was sent as ${id}`);
    return event;
  };
  const echo = <Made extends Pick<Exchange, 'interactionId'>>(exchange: Made): Made => {
    const event = eventOf(exchange.interactionId);
    for (const delayMs of delaysMs)
      sending.push(new Promise((resolve) => setTimeout(resolve, delayMs)).then(() => send(event)));
    return exchange;
  };
  return Object.assign(echo, {
    all() {
      discord.interactionEvents().forEach(send);
    },
    async settled() {
      await Promise.all(sending);
      const seen = () => house.logLines.filter((line) => line.includes(leftAlone)).length;
      while (seen() < copies) await new Promise((resolve) => setImmediate(resolve));
    },
    answers: () =>
      discord
        .interactionEvents()
        .map(({ id }) => discord.requests.filter(({ path }) => path.includes(`/interactions/${String(id)}/`)).length),
  });
}
