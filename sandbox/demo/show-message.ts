import { allComponents, type Component, type Message, messageFlags, textOf } from '../discord/wire.ts';

/** What a client knows besides the message: the moment that relative times count from, and names by user id. */
export interface Viewing {
  readonly nowMs: number;
  readonly names: ReadonlyMap<string, string>;
}

/** A message as a person would see it, in plain lines. */
export function showMessage(message: Message, viewing: Viewing): string {
  const isOwn = (message.flags & messageFlags.ephemeral) !== 0;
  const isThinking = (message.flags & messageFlags.loading) !== 0;
  const lines = [
    isThinking ? 'Easel is thinking…' : textOf(message),
    ...message.embeds.flatMap(({ title, description, fields }) => [
      title ?? '',
      description ?? '',
      ...(fields ?? []).map(({ name, value }) => `${name}: ${value}`),
    ]),
    ...message.attachments.map(attachmentLine),
    ...menuLines(message.components),
    buttonLine(message.components),
    isOwn ? '(only you see this)' : '',
  ];
  return plain(lines.filter((line) => line !== '').join('\n'), viewing);
}

/** The labels of all buttons, in their order. */
export function buttonLabels(components: readonly Component[]): readonly string[] {
  return components.flatMap((component) => [
    ...(component.type === 2 && component.label ? [component.label] : []),
    ...buttonLabels(component.components ?? []),
  ]);
}

/** The first menu of a message. */
export function menuOf(components: readonly Component[]): Component | undefined {
  return allComponents(components).find(({ type }) => type === menuType);
}

const menuType = 3;

function menuLines(components: readonly Component[]): readonly string[] {
  const options = menuOf(components)?.options ?? [];
  return options.map(({ label, description, default: isChosen }) =>
    [isChosen === true ? '(x)' : '( )', label, description ? `(${description})` : ''].join(' ').trim(),
  );
}

/** True while a reply still changes by itself: Discord shows "thinking", or there is something to cancel. */
export function isUnderWay(message: Message): boolean {
  const isThinking = (message.flags & messageFlags.loading) !== 0;
  return isThinking || buttonLabels(message.components).includes('Cancel');
}

function buttonLine(components: readonly Component[]): string {
  const labels = buttonLabels(components);
  return labels.length === 0 ? '' : labels.map((label) => `[ ${label} ]`).join(' ');
}

/** Discord's markdown and time stamps as a terminal shows them best: without. */
function plain(text: string, { nowMs, names }: Viewing): string {
  return text
    .replace(/<@(\d+)>/gu, (mention, id) => (names.has(id) ? `@${names.get(id)}` : mention))
    .replace(/<(\/[^:>]+):\d+>/gu, '$1')
    .replace(/<t:(\d+):R>/gu, (_all, seconds) => relative(Number(seconds) * 1000 - nowMs))
    .replace(/<t:(\d+):[a-zA-Z]>/gu, (_all, seconds) => new Date(Number(seconds) * 1000).toISOString().slice(0, 16))
    .replace(/\\([^\p{L}\p{N}\s])/gu, '$1')
    .replace(/\*\*|`/gu, '');
}

function relative(inMs: number): string {
  const minutes = Math.abs(inMs) / 60_000;
  const amount =
    minutes < 1.5
      ? `${Math.round(minutes * 60)} s`
      : minutes < 90
        ? `${Math.round(minutes)} min`
        : `${Math.round(minutes / 60)} h`;
  return inMs >= 0 ? `in ${amount}` : `${amount} ago`;
}

function attachmentLine({
  filename,
  size,
  width,
  height,
  content_type = 'file',
}: Message['attachments'][number]): string {
  const [kind] = content_type.split('/', 1);
  const sides = width === undefined ? '' : `, ${width}x${height}`;
  return `[${kind === 'image' ? 'picture' : kind} ${filename}${sides}, ${Math.round(size / 1024)} kB]`;
}
