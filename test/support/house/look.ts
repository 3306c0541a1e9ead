import type { Exchange } from '../../../sandbox/discord/exchange.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import { allComponents, isEphemeral, isLoading, type Message, textOf } from '../../../sandbox/discord/wire.ts';
import type { House } from './open-house.ts';

/** The picture is there. */
export const hasPicture = (message: Message) => message.attachments.length > 0;
/** It ended without a picture, and the message says what it cost. */
export const tellsOfMoney = ({ content }: Message) => /You (?:were|weren't|haven't been) charged/u.test(content);
/** Progress was shown. */
export const isUnderWay = ({ content }: Message) => content.includes('set aside');
/** Says anything at all. */
export const speaks = (message: Message) => textOf(message) !== '' && !isLoading(message);
/** One member alone sees it. */
export const isForOne = (message: Message) => isEphemeral(message);

/** Presses the red button of a question. */
export function confirm(person: Person, question: Message): Exchange {
  const yes = allComponents(question.components).find(({ style }) => style === 4);
  return person.press(question, yes?.custom_id ?? 'nothing red');
}

/** Deletes a result of the person's own: Delete, and the question's red button. Resolves with what is said then. */
export async function deleteResult(person: Person, message: Message): Promise<Message> {
  const question = await person.press(message, 'Delete').until(speaks);
  return confirm(person, question).until(({ content }) => content !== question.content);
}

/** Asks for a picture, and says yes where Easel asks about its price first: the picture is then a message of its own. */
export async function pictureFor({ discord }: House, person: Person, command: string): Promise<Message> {
  const asks = ({ content }: Message) => content.includes('Do you want it?');
  const answer = await person.slash(command).until((message) => hasPicture(message) || asks(message));
  if (hasPicture(answer)) return answer;
  person.press(answer, 'Make it');
  return discord.untilMessage(person.channelId, hasPicture);
}

/** What `/credits balance` says that the member can spend. */
export async function spendableOf(person: Person): Promise<number> {
  const { content } = await person.slash('/credits balance').until(speaks);
  return Number(/You can spend \*\*(\d+) credits?\*\*/u.exec(content)?.[1]);
}

/** How often the services were asked for a picture. */
export function submitsTo(house: House, service: 'runninghub' | 'runcomfy'): number {
  const submit = /^\/(openapi\/v2\/rhart|v1\/models)/u;
  return house[service].requests.filter(({ method, path }) => method === 'POST' && submit.test(path)).length;
}
