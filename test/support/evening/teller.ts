import { buttonLabels } from '../../../sandbox/demo/show-message.ts';
import type { Exchange } from '../../../sandbox/discord/exchange.ts';
import type { SandboxChannel } from '../../../sandbox/discord/guild.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import { isLoading, type Message } from '../../../sandbox/discord/wire.ts';
import type { EveningRecord, SceneRecord, Seen, StepRecord } from './record.ts';
import type { EveningStage } from './stage.ts';
import { createWitness, type ShownFiles } from './witness.ts';

/** Lets people do things, sees to it that what comes of it is what was expected, and writes both down. */
export interface Teller {
  readonly stage: EveningStage;
  /** The next scene; the clock jumps ahead to its time. */
  scene(title: string, atMs: number, intro: string): void;
  /** A slash command whose answer fits. */
  types(person: Person, line: string, expected: Expected): Promise<Done>;
  /** A slash command whose answer goes on changing: resolves once it fits, without waiting for its end. */
  starts(person: Person, line: string, says: RegExp): Promise<Exchange>;
  /** A button under a message. Resolves with the answer, or with the message itself where the button has changed it. */
  presses(person: Person, message: Message, label: string, expected: Expected): Promise<Done>;
  /** A button that opens a form with one field, which is filled in and sent. */
  explains(person: Person, message: Message, label: string, reason: string, expected: Expected): Promise<Done>;
  /** Everyone sees a message in a channel, as a part of the last step. */
  seesIn(channel: SandboxChannel, expected: Expected): Promise<Message>;
  /** A message that was there has become this, as a part of the last step. */
  seesAgain(exchange: Exchange, fits: RegExp): Promise<Message>;
  record(): EveningRecord;
}

/** Hears what is about to happen, and may make it wait; the playground's tour goes by it. */
export interface Director {
  scene(title: string, intro: string): void;
  /** `did` is Markdown. */
  step(person: Person, channelId: string, did: string): Promise<void>;
}

/** What has to come of a step; anything else ends the evening. */
export interface Expected {
  /** The text of the answer. */
  readonly says: RegExp;
  /** The entries that the log channel gets because of it, in their order. */
  readonly logs?: readonly RegExp[];
  /** How many files it has; none when left out. */
  readonly files?: number;
  readonly shown?: ShownFiles;
  /** What stands in the line in place of a suggestion's value, as in Discord's client. */
  readonly picked?: Suggestion;
}

/** What Discord offers while somebody types. */
export interface Suggestion {
  readonly name: string;
  readonly value: string;
}

/** What the log channel says of a picture that was paid for. */
export function pictureLog(credits: number): RegExp {
  return new RegExp(`\\*\\*Result\\*\\*.*charged ${credits} credits`, 'u');
}

/** A picture that is paid for. */
export function paid(credits: number): Expected {
  return { says: new RegExp(` · ${credits} credits · `, 'u'), logs: [pictureLog(credits)], files: 1 };
}

/** What came of a step. */
export interface Done {
  readonly exchange: Exchange;
  readonly message: Message;
}

interface OpenScene extends Omit<SceneRecord, 'steps'> {
  readonly steps: (StepRecord & { readonly seen: Seen[] })[];
}

/** A teller at the beginning of the story. */
export function createTeller(stage: EveningStage, director: Director | null = null): Teller {
  const scenes: OpenScene[] = [];
  const witness = createWitness(stage);
  const begin = async (person: Person, where: string, did: string) => {
    const step = { who: person.name, where: witness.nameOf(where), did: witness.pretty(did), seen: [] };
    scenes.at(-1)?.steps.push(step);
    await director?.step(person, where, step.did);
  };
  const note = (seen: Seen) => void scenes.at(-1)?.steps.at(-1)?.seen.push(seen);
  const finish = async (exchange: Exchange, expected: Expected): Promise<Done> => {
    const fits = (reply: Message) => isSettled(reply) && isAs(reply, expected);
    const message = await exchange.until(fits, patienceMs);
    note(await witness.see(message, expected.shown));
    for (const entry of expected.logs ?? []) await witness.hear(entry);
    return { exchange, message };
  };
  return {
    stage,
    scene(title, atMs, intro) {
      stage.clock.jumpTo(atMs);
      scenes.push({ title, startsAtMs: atMs, intro, steps: [] });
      director?.scene(title, intro);
    },
    async types(person, line, expected) {
      const { picked } = expected;
      await begin(person, person.channelId, typed(picked ? line.replace(picked.value, `[${picked.name}]`) : line));
      return finish(person.slash(line), expected);
    },
    async starts(person, line, says) {
      await begin(person, person.channelId, typed(line));
      const exchange = person.slash(line);
      note(await witness.see(await exchange.until(({ content }) => says.test(content), patienceMs)));
      return exchange;
    },
    async presses(person, message, label, expected) {
      await begin(person, message.channel_id, `presses **${label}**`);
      return finish(person.press(message, label), expected);
    },
    async explains(person, message, label, reason, expected) {
      await begin(person, message.channel_id, `presses **${label}** and explains: “${reason}”`);
      const pressed = person.press(message, label);
      const answer = await pressed.firstAnswer();
      if (answer.kind !== 'modal') throw new Error(`${label} opened no form but answered: ${JSON.stringify(answer)}`);
      return finish(person.submitModal(answer.modal, { reason }), expected);
    },
    async seesIn(channel, expected) {
      const message = await stage.discord.untilMessage(channel.id, (each) => isAs(each, expected), patienceMs);
      note(await witness.see(message, expected.shown));
      return message;
    },
    async seesAgain(exchange, fits) {
      const message = await exchange.until(({ content }) => fits.test(content), patienceMs);
      note(await witness.see(message));
      return message;
    },
    record: () => ({ scenes, log: witness.wholeLog(), pictures: witness.pictures }),
  };
}

/** Longer than any step takes. */
const patienceMs = 10_000;

const typed = (line: string) => `types \`${line}\``;

function isAs({ content, attachments }: Message, { says, files = 0 }: Expected): boolean {
  return says.test(content) && attachments.length === files;
}

/** Nothing about it changes by itself any more. */
function isSettled(message: Message): boolean {
  return !isLoading(message) && !buttonLabels(message.components).includes('Cancel');
}
