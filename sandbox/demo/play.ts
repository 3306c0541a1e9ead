import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exchange } from '../discord/exchange.ts';
import type { Person } from '../discord/person.ts';
import type { Modal } from '../discord/records.ts';
import type { SandboxDiscord } from '../discord/start.ts';
import { allComponents, type Message } from '../discord/wire.ts';
import { showForm } from './form.ts';
import { isUnderWay, showMessage } from './show-message.ts';

/** What playing a command needs. */
export interface Player {
  readonly print: (text: string) => void;
  readonly now: () => number;
  /** By user id. */
  readonly names: ReadonlyMap<string, string>;
  /** Where pictures are saved. */
  readonly outputFolder: string;
}

/** What came of one command. */
export interface Played {
  /** Null where a form opened instead. */
  readonly last: Message | null;
  readonly form: Modal | null;
  readonly savedFiles: readonly string[];
}

/** Who plays, and where. */
export interface Cast {
  readonly you: Person;
  readonly discord: Pick<SandboxDiscord, 'untilMessage'>;
}

/** Longer than any stand-in takes. */
const patienceMs = 120_000;

/** Prints the reply each time it changes, saves its pictures, and resolves with its last state. */
export async function play(exchange: Exchange, player: Player): Promise<Played> {
  const startedAtMs = player.now();
  let shown = '';
  const show = () => {
    const reply = exchange.reply();
    const text = reply === null ? '' : showMessage(reply, { nowMs: player.now(), names: player.names });
    if (text === '' || text === shown) return;
    shown = text;
    const seconds = ((player.now() - startedAtMs) / 1000).toFixed(1).padStart(5);
    player.print(
      text
        .split('\n')
        .map((line, index) => `${index === 0 ? `${seconds} s` : ' '.repeat(7)} │ ${line}`)
        .join('\n'),
    );
  };
  const stop = exchange.onChange(show);
  try {
    await exchange.firstAnswer();
    if (exchange.modal !== null) {
      player.print(showForm(exchange.modal));
      return { last: null, form: exchange.modal, savedFiles: [] };
    }
    show();
    const last = await exchange.until((reply) => !isUnderWay(reply), patienceMs);
    show();
    return { last, form: null, savedFiles: await savePictures(last, player) };
  } finally {
    stop();
  }
}

/**
 * {@link play}, with a yes where Easel asks about the price first. The result is then a message of its own, as it is where Easel needed
 * more than a second to look at the request.
 */
export async function playToTheEnd({ you, discord }: Cast, command: string, player: Player): Promise<Played> {
  const played = await play(you.slash(command), player);
  if (played.last === null || played.last.attachments.length > 0) return played;
  const isAsked = labelsOf(played.last).includes(yesToPrice);
  const answer = isAsked ? await saidYes(you, played.last, player) : played.last;
  const [, channelId = '', messageId] = messageLink.exec(answer.content) ?? [];
  if (messageId === undefined) return { ...played, last: answer };
  const isOver = ({ id, attachments, content }: Message) =>
    id === messageId && (attachments.length > 0 || content.includes('charged'));
  const picture = await discord.untilMessage(channelId, isOver, patienceMs);
  player.print(showMessage(picture, { nowMs: player.now(), names: player.names }));
  return { last: picture, form: null, savedFiles: await savePictures(picture, player) };
}

async function saidYes(you: Person, asked: Message, { print }: Player): Promise<Message> {
  print(`  You  │ press ${yesToPrice}`);
  const isDecided = ({ content }: Message) => messageLink.test(content) || content.includes('charged');
  return you.press(asked, yesToPrice).until(isDecided, patienceMs);
}

const yesToPrice = 'Make it';
const messageLink = /channels\/\d+\/(\d+)\/(\d+)/u;

function labelsOf({ components }: Message): readonly string[] {
  return allComponents(components).flatMap((component) => ('label' in component ? [String(component.label)] : []));
}

async function savePictures(message: Message, { outputFolder, print }: Player): Promise<readonly string[]> {
  const saved: string[] = [];
  for (const { url, filename } of message.attachments) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${filename}: the stand-in answered ${answer.status}`);
    await mkdir(outputFolder, { recursive: true });
    const path = join(outputFolder, filename);
    await writeFile(path, new Uint8Array(await answer.arrayBuffer()));
    print(`saved ${path}`);
    saved.push(path);
  }
  return saved;
}
