import type { Fit } from '#catalog/fit-route.ts';
import { asBotError, type ErrorFacts } from '#core/errors.ts';
import { phraseText } from '#i18n/phrases.ts';

/** Facts, or a problem, as a member reads them in English; what was brought stands for the value. */
export function said({ brought, allowed, ...facts }: ErrorFacts) {
  return {
    ...facts,
    ...(brought === undefined ? {} : { value: phraseText(brought) }),
    ...(allowed === undefined ? {} : { allowed: phraseText(allowed) }),
  };
}

/** What is thrown, with its facts as {@link said}; null where nothing is. */
export function refusedWith(run: () => unknown) {
  try {
    run();
    return null;
  } catch (thrown) {
    const { code, facts } = asBotError(thrown);
    return { code, facts: said(facts) };
  }
}

/** What stands in the way of a request, as {@link said}; null where nothing does. */
export function problemIn(fit: Fit) {
  if (fit.ok) return null;
  const { position: _position, ...facts } = fit.problem;
  return said(facts);
}
