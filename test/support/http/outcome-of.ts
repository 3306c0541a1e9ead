import { BotError } from '#core/errors.ts';

/** How a provider's call ends, in a few words: what it resolves with, or the error's code and the facts that decide. */
export async function outcomeOf(call: Promise<string>): Promise<string> {
  try {
    return await call;
  } catch (thrown) {
    if (!(thrown instanceof BotError)) throw thrown;
    const { contentFilter, reason, nothingStarted } = thrown.facts;
    const facts = [reason, contentFilter ? 'filter' : undefined, nothingStarted ? 'nothing started' : undefined];
    return [thrown.code, ...facts.filter((fact) => fact !== undefined)].join(', ');
  }
}
