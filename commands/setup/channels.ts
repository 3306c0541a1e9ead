import { ApplicationCommandOptionType, ChannelType } from 'discord.js';
import { type ChannelId, channelId } from '#core/ids.ts';
import { type OptionDefinition, readOptions } from '#discord/interactions/options.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { described, named } from '#i18n/t.ts';
import { channelTexts } from './hints.ts';
import { actionIn, type Change, changing, listWith, listWithout, maxListed, type Plan, type Refusal } from './plan.ts';
import { changeNames, settingTexts } from './view.ts';

const options = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'action',
    ...described('setup.channels.action.description'),
    required: true,
    choices: [
      { ...named('setup.channels.action.everywhere.choice'), value: 'everywhere' },
      { ...named('setup.channels.action.only.choice'), value: 'only' },
      { ...named('setup.channels.action.except.choice'), value: 'except' },
      { ...named('setup.channels.action.add.choice'), value: 'add' },
      { ...named('setup.channels.action.remove.choice'), value: 'remove' },
      { ...named('setup.channels.action.adult.choice'), value: 'adult' },
      { ...named('setup.channels.action.not_adult.choice'), value: 'not_adult' },
      { ...named('setup.channels.action.spoiler.choice'), value: 'spoiler' },
      { ...named('setup.channels.action.no_spoiler.choice'), value: 'no_spoiler' },
    ],
  },
  {
    type: ApplicationCommandOptionType.Channel,
    name: 'channel',
    ...described('setup.channels.channel.description'),
    channel_types: [
      ChannelType.GuildText,
      ChannelType.GuildAnnouncement,
      ChannelType.GuildForum,
      ChannelType.GuildVoice,
      ChannelType.GuildStageVoice,
    ],
  },
] as const satisfies readonly OptionDefinition[];

/** `/setup channels`. */
export const channelsDefinition = {
  type: ApplicationCommandOptionType.Subcommand,
  name: 'channels',
  ...described('setup.channels.description'),
  options,
} as const satisfies OptionDefinition;

type Channels = GuildSettings['channels'];
/** The changed part, or why not. */
type Step = (channels: Channels, channel: ChannelId | null) => Channels | Refusal;
type Topic = 'open' | 'adult' | 'spoiler';

const actions: ReadonlyMap<string, { readonly topic: Topic; readonly step: Step }> = new Map<
  string,
  { topic: Topic; step: Step }
>([
  ['everywhere', { topic: 'open', step: openEverywhere }],
  ['only', { topic: 'open', step: listing('only') }],
  ['except', { topic: 'open', step: listing('except') }],
  ['add', { topic: 'open', step: needing(addTo) }],
  ['remove', { topic: 'open', step: needing(removeFrom) }],
  ['adult', { topic: 'adult', step: allowAdult }],
  ['not_adult', { topic: 'adult', step: refuseAdult }],
  ['spoiler', { topic: 'spoiler', step: needing((all, id) => ({ ...all, spoilerIds: listWith(all.spoilerIds, id) })) }],
  ['no_spoiler', { topic: 'spoiler', step: showResults }],
]);

const topics = {
  open: { what: 'openChannels', inWords: settingTexts.openChannels, hint: 'threads' },
  adult: { what: 'adultContent', inWords: settingTexts.adultChannels, hint: 'ageRestricted' },
  spoiler: { what: 'spoilers', inWords: settingTexts.spoilerChannels, hint: 'threads' },
} as const;

const plan: Plan = ({ options: raw }, settings): Change | Refusal => {
  const typed = readOptions(options, raw);
  const id = typed.id('channel');
  const action = actionIn(actions, typed.requiredText('action'));
  const channels = action.step(settings.channels, id === null ? null : channelId(id));
  if ('refusal' in channels) return channels;
  if (isOverfull(channels)) return { refusal: channelTexts.full(maxListed) };
  const { what, inWords, hint } = topics[action.topic];
  const [was, now] = [inWords(settings.channels), inWords(channels)];
  return { next: { ...settings, channels }, what: changeNames[what], was, now, hints: [channelTexts[hint]] };
};

/** @see channelsDefinition */
export const channels = changing(plan);

function needing(step: (channels: Channels, channel: ChannelId) => Channels | Refusal): Step {
  return (channels, id) => (id === null ? { refusal: channelTexts.channelMissing } : step(channels, id));
}

function openEverywhere(channels: Channels, id: ChannelId | null): Channels | Refusal {
  return id === null ? { ...channels, mode: 'everywhere', ids: [] } : { refusal: channelTexts.channelMisplaced };
}

/** A list that meant the opposite is not kept: its channels would change sides. */
function listing(mode: 'only' | 'except'): Step {
  return needing((channels, id) => ({
    ...channels,
    mode,
    ids: channels.mode === mode ? listWith(channels.ids, id) : [id],
  }));
}

function addTo(channels: Channels, id: ChannelId): Channels | Refusal {
  if (channels.mode === 'everywhere') return { refusal: channelTexts.noList };
  return { ...channels, ids: listWith(channels.ids, id) };
}

function removeFrom(channels: Channels, id: ChannelId): Channels | Refusal {
  if (channels.mode === 'everywhere') return { refusal: channelTexts.noList };
  const ids = listWithout(channels.ids, id);
  if (ids.length > 0) return { ...channels, ids };
  return channels.mode === 'only' ? { refusal: channelTexts.lastOpen } : openEverywhere(channels, null);
}

function allowAdult(channels: Channels, id: ChannelId | null): Channels {
  return { ...channels, adultIds: id === null ? null : listWith(channels.adultIds ?? [], id) };
}

function refuseAdult(channels: Channels, id: ChannelId | null): Channels | Refusal {
  if (id === null) return { ...channels, adultIds: [] };
  if (channels.adultIds === null) return { refusal: channelTexts.noAdultList };
  return { ...channels, adultIds: listWithout(channels.adultIds, id) };
}

function showResults(channels: Channels, id: ChannelId | null): Channels {
  return { ...channels, spoilerIds: id === null ? [] : listWithout(channels.spoilerIds, id) };
}

function isOverfull({ ids, adultIds, spoilerIds }: Channels): boolean {
  return [ids, adultIds ?? [], spoilerIds].some((list) => list.length > maxListed);
}
