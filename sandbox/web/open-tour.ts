import { setTimeout as wait } from 'node:timers/promises';
import { playEvening } from '../../test/support/evening/script.ts';
import { type EveningStage, openStage } from '../../test/support/evening/stage.ts';
import type { ChannelInfo, TourStep } from './protocol.ts';
import { createWebStage, type WebStage } from './stage.ts';

const about: Readonly<Record<keyof EveningStage['cast'], string>> = {
  nora: 'Runs the server',
  mika: 'Moderator',
  omar: 'Moderator',
  ada: 'Member, Artist',
  ben: 'Member',
  cleo: 'Member',
  dan: 'Member',
  eve: 'Member',
};

const topics: Readonly<Record<keyof EveningStage['places'], string>> = {
  easel: 'Pictures',
  afterDark: 'Age-restricted',
  approvals: 'Requests that wait for a yes',
  modLog: 'Every act, picture and refusal',
  staff: 'For those who run the server',
};

const leavingMs = 300;

/** The evening of docs/tour.md in a server of its own, played step by step with a pause before and after each is told. */
export async function openTour(pauseMs: number): Promise<WebStage> {
  const evening = await openStage(Date.now);
  const { discord, clock, cast, places, guild, artist } = evening;
  const ending = new AbortController();
  const channel = (key: keyof typeof topics): ChannelInfo => ({
    id: places[key].id,
    name: places[key].name,
    topic: topics[key],
    isNsfw: key === 'afterDark',
    isPrivate: key !== 'easel' && key !== 'afterDark',
    parentId: null,
  });
  const general = { id: guild.general.id, name: 'general', topic: '', isNsfw: false, isPrivate: false, parentId: null };
  const stage = createWebStage({
    id: 'tour',
    title: 'An evening',
    discord,
    now: clock.now,
    people: keysOf(cast).map((key) => ({
      person: cast[key],
      info: { id: cast[key].userId, name: cast[key].name, about: about[key], locale: 'en-US' },
    })),
    channels: [general, ...keysOf(topics).map(channel)],
    roles: [{ id: artist.id, name: artist.name }],
    faults: null,
    async stop() {
      ending.abort();
      // A step that waits for something ends by itself; leaving does not wait for it.
      await Promise.race([playing, wait(leavingMs)]);
      await evening.stop();
    },
  });
  const playing = play(evening, stage, (signal) => wait(pauseMs, undefined, { signal }), ending.signal);
  return stage;
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  const keys: Key[] = [];
  for (const key in record) keys.push(key);
  return keys;
}

/** Never rejects: how it ended is the last step. */
async function play(
  evening: EveningStage,
  stage: WebStage,
  pause: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let step: TourStep = { scene: '', intro: '', did: '', personId: null, channelId: null, isOver: false, problem: null };
  const tell = (change: Partial<TourStep>) => {
    step = { ...step, ...change };
    stage.tell(step);
  };
  try {
    await playEvening(evening, {
      scene: (scene, intro) => tell({ scene, intro, did: '', personId: null, channelId: null }),
      async step(person, channelId, did) {
        // First what came of the step before, then what comes now.
        await pause(signal);
        tell({ did: `**${person.name}** ${did}`, personId: person.userId, channelId });
        await pause(signal);
      },
    });
    tell({ did: '', isOver: true });
  } catch (error) {
    tell({ did: '', isOver: true, problem: signal.aborted ? null : String(error) });
  }
}
