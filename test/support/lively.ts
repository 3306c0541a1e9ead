import { actBy, createCommunity } from './community.ts';
import { member, startMs } from './requests.ts';

/** How long the member of {@link livelyCommunity} is suspended. */
export const hourMs = 3_600_000;

/** A community with one delivered picture, a strike, a suspension and a bonus of 50. */
export async function livelyCommunity(options: Parameters<typeof createCommunity>[0] = {}) {
  const community = await createCommunity(options);
  await community.generate();
  const { moderation, journal, audit } = community;
  await moderation.grant(actBy('first'), member, 50);
  await moderation.strike(actBy('first'), member);
  await moderation.suspend(actBy('first'), member, startMs + hourMs);
  const before = { lines: (await journal()).length, acts: audit.acts().length };
  return {
    ...community,
    newLines: async () => (await journal()).slice(before.lines),
    newActs: () => audit.acts().slice(before.acts),
  };
}
