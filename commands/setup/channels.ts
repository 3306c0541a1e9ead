import { ChannelType } from 'discord.js';
import { type ChannelId, channelId } from '#core/ids.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { GuildSettings } from '#guilds/guild-settings.ts';
import { t } from '#i18n/t.ts';
import type { Subcommand } from '../command.ts';
import { choices, option, subcommand } from '../options.ts';
import { actionIn, changing, listWith, listWithout, maxListed, type Plan, type Refusal } from './plan.ts';
import { settingTexts } from './view.ts';

const options = [
  option.text('action', 'setup.channels.action.description', {
    required: true,
    ...choices(
      ['everywhere', 'only', 'except', 'add', 'remove', 'adult', 'not_adult', 'spoiler', 'no_spoiler'],
      (action) => `setup.channels.action.${action}.choice`,
    ),
  }),
  option.channel('channel', 'setup.channels.channel.description', {
    channel_types: [
      ChannelType.GuildText,
      ChannelType.GuildAnnouncement,
      ChannelType.GuildForum,
      ChannelType.GuildVoice,
      ChannelType.GuildStageVoice,
    ],
  }),
] as const;

type Channels = GuildSettings['channels'];
/** The changed part, or why not. */
type Step = (channels: Channels, channel: ChannelId | null) => Channels | Refusal;

const actions: Readonly<Record<string, { readonly topic: keyof typeof topics; readonly step: Step }>> = {
  everywhere: { topic: 'open', step: openEverywhere },
  only: { topic: 'open', step: listing('only') },
  except: { topic: 'open', step: listing('except') },
  add: { topic: 'open', step: needing(addTo) },
  remove: { topic: 'open', step: needing(removeFrom) },
  adult: { topic: 'adult', step: allowAdult },
  not_adult: { topic: 'adult', step: refuseAdult },
  spoiler: { topic: 'spoiler', step: needing((all, id) => ({ ...all, spoilerIds: listWith(all.spoilerIds, id) })) },
  no_spoiler: { topic: 'spoiler', step: showResults },
};

const topics = {
  open: { what: 'setup.what.openChannels', inWords: settingTexts.openChannels, hint: 'channels.threads' },
  adult: { what: 'setup.what.adultContent', inWords: settingTexts.adultChannels, hint: 'channels.ageRestricted' },
  spoiler: { what: 'setup.what.spoilers', inWords: settingTexts.spoilerChannels, hint: 'channels.threads' },
} as const;

const plan: Plan = ({ options: raw }, settings) => {
  const typed = readOptions(options, raw);
  const id = typed.id('channel');
  const { topic, step } = actionIn(actions, typed.requiredText('action'));
  const channels = step(settings.channels, id === null ? null : channelId(id));
  if ('refusal' in channels) return channels;
  const { ids, adultIds, spoilerIds } = channels;
  const isOverfull = [ids, adultIds ?? [], spoilerIds].some((list) => list.length > maxListed);
  if (isOverfull) return { refusal: t('channels.full', { most: maxListed }) };
  const { what, inWords, hint } = topics[topic];
  const [was, now] = [inWords(settings.channels), inWords(channels)];
  return { next: { ...settings, channels }, what: t(what), was, now, hints: [t(hint)] };
};

/** `/setup channels`. */
export const channels: Subcommand = {
  data: subcommand('channels', 'setup.channels.description', options),
  run: changing(plan),
};

function needing(step: (channels: Channels, channel: ChannelId) => Channels | Refusal): Step {
  return (channels, id) => (id === null ? { refusal: t('channels.channelMissing') } : step(channels, id));
}

function openEverywhere(channels: Channels, id: ChannelId | null): Channels | Refusal {
  return id === null ? { ...channels, mode: 'everywhere', ids: [] } : { refusal: t('channels.channelMisplaced') };
}

/** A list of the opposite kind is dropped: its channels would change sides. */
function listing(mode: 'only' | 'except'): Step {
  return needing((channels, id) => ({
    ...channels,
    mode,
    ids: channels.mode === mode ? listWith(channels.ids, id) : [id],
  }));
}

function addTo(channels: Channels, id: ChannelId): Channels | Refusal {
  if (channels.mode === 'everywhere') return { refusal: t('channels.noList') };
  return { ...channels, ids: listWith(channels.ids, id) };
}

function removeFrom(channels: Channels, id: ChannelId): Channels | Refusal {
  if (channels.mode === 'everywhere') return { refusal: t('channels.noList') };
  const ids = listWithout(channels.ids, id);
  if (ids.length > 0) return { ...channels, ids };
  return channels.mode === 'only' ? { refusal: t('channels.lastOpen') } : openEverywhere(channels, null);
}

function allowAdult(channels: Channels, id: ChannelId | null): Channels {
  return { ...channels, adultIds: id === null ? null : listWith(channels.adultIds ?? [], id) };
}

function refuseAdult(channels: Channels, id: ChannelId | null): Channels | Refusal {
  if (id === null) return { ...channels, adultIds: [] };
  if (channels.adultIds === null) return { refusal: t('channels.noAdultList') };
  return { ...channels, adultIds: listWithout(channels.adultIds, id) };
}

function showResults(channels: Channels, id: ChannelId | null): Channels {
  return { ...channels, spoilerIds: id === null ? [] : listWithout(channels.spoilerIds, id) };
}
