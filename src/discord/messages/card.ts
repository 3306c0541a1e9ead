import {
  type APIActionRowComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIContainerComponent,
  ComponentType,
} from 'discord.js';
import { cut, visible } from '#i18n/escape.ts';
import { limits } from './limits.ts';

/** A part of a card: some words, with a small picture beside them where there is one. */
export interface CardSection {
  /** Already escaped where it holds words of a member; not empty. */
  readonly text: string;
  readonly picture?: CardPicture | null;
}

/** @see CardSection */
export interface CardPicture {
  /** At Discord's own hosts, or `attachment://` and the name of a file of the same message. */
  readonly url: string;
  /** Alt text. */
  readonly description: string;
  /** Covered until it is clicked. */
  readonly isSpoiler: boolean;
}

/** Where a file of the message is shown by one of its sections. */
export function attachmentUrl(name: string): string {
  return `attachment://${visible(name)}`;
}

/**
 * Words, sections, menu and buttons in one frame. All words together are cut to what one message takes, from the end.
 *
 * @see https://docs.discord.com/developers/components/reference#container, read 2026-11-29
 */
export function toCard(
  content: string,
  sections: readonly CardSection[],
  rows: readonly APIActionRowComponent<APIComponentInMessageActionRow>[],
): APIContainerComponent {
  let left: number = limits.cardCharacters;
  const take = (text: string) => {
    const taken = left === 0 ? '' : cut(visible(text), left);
    left -= taken.length;
    return taken;
  };
  const heading = take(content);
  const parts = sections.flatMap(({ text, picture }) => {
    const taken = take(text);
    return taken === '' ? [] : [toSection(taken, picture ?? null)];
  });
  const components: APIComponentInContainer[] = [...(heading === '' ? [] : [toText(heading)]), ...parts, ...rows];
  return { type: ComponentType.Container, components };
}

function toSection(text: string, picture: CardPicture | null): APIComponentInContainer {
  if (picture === null) return toText(text);
  const description = cut(visible(picture.description).trim(), limits.altTextCharacters);
  return {
    type: ComponentType.Section,
    components: [toText(text)],
    accessory: {
      type: ComponentType.Thumbnail,
      media: { url: picture.url },
      ...(description !== '' && { description }),
      spoiler: picture.isSpoiler,
    },
  };
}

function toText(content: string): { type: ComponentType.TextDisplay; content: string } {
  return { type: ComponentType.TextDisplay, content };
}
