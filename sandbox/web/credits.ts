import type { Player, WebStage } from './stage.ts';

const patienceMs = 4000;

/** What `/credits balance` answers to somebody, asked aside: neither the page nor the channel shows it. Null where the bot does not answer now. */
export async function askForCredits(stage: WebStage, { person }: Player): Promise<string | null> {
  // A question would use up what was meant for somebody's picture.
  if ((stage.faults?.pending() ?? 0) > 0) return null;
  try {
    const exchange = person.slash('/credits balance');
    stage.hide(exchange.interactionId);
    const reply = await exchange.until(({ content }) => content !== '', patienceMs);
    stage.discord.removeMessage(reply);
    return reply.content;
  } catch {
    return null;
  }
}
