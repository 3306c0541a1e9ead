/** The seven ratios of RunningHub's node graphs, in the order of their select codes. @see https://www.runninghub.ai, model pages read 2026-06-18 */
export const graphRatios = ['1:1', '3:4', '4:3', '9:16', '16:9', '2:3', '3:2'] as const;

/** The ten ratios of the models of Google and OpenAI. @see RunningHub model registry, 2026-04-29 */
export const tenRatios = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'] as const;

/**
 * The longest prompt Discord lets a member type into an option; used where a provider publishes no limit.
 *
 * @see https://discord.com/developers/docs/interactions/application-commands, option `max_length`, read 2026-11
 */
export const longestTypedPrompt = 6000;
