import type { GenerationRequest } from '#catalog/request.ts';
import { asBotError, BotError, type ErrorCode } from '#core/errors.ts';
import { systemReason } from '#core/system-reason.ts';
import type { Audit } from '#moderation/notices.ts';
import type { StrikeFacts } from '#moderation/strikes.ts';
import type { Flow } from './flow.ts';

/** Refusals that moderators should see; a mistyped option is nobody's business. */
const audited: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['refused.rules', 'refused.suspended']);

/** What the word filter refuses: in a prompt, and in the words of a preset for whoever keeps them. */
const ofWords: ReadonlySet<string> = new Set(['blocklist', 'preset_words']);

/**
 * The work's result. A refusal by a rule is told to the moderators first; a hit of the word filter also counts as a strike,
 * which the thrown error names: one per request, however often it is looked at.
 *
 * @throws what the work throws
 */
export async function noteRefusals<T>(
  request: GenerationRequest,
  work: Promise<T>,
  { strike, audit }: { readonly strike: Flow['strike']; readonly audit: Audit },
): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    const refusal = asBotError(thrown);
    if (!audited.has(refusal.code)) throw thrown;
    const { rule, isDoubtful } = refusal.facts;
    const counts = ofWords.has(rule ?? '') && isDoubtful !== true;
    const error = withFacts(refusal, counts ? await strike(struckBy(request, refusal)) : {});
    audit.write({ kind: 'refusal', request, error });
    throw error;
  }
}

function struckBy({ id, guildId, userId, guildLocale }: GenerationRequest, { facts }: BotError) {
  return { id, guildId, userId, guildLocale, reason: systemReason('wordList', facts.list) };
}

function withFacts(error: BotError, facts: StrikeFacts): BotError {
  return new BotError(error.code, error.message, { ...error.facts, ...facts }, error);
}
