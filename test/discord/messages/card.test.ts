import { ComponentType, MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { attachmentUrl } from '#discord/messages/card.ts';
import { type OutgoingMessage, toBody, toEdit, toPrivateBody } from '#discord/messages/message.ts';
import { allComponents, type Component } from '../../../sandbox/discord/wire.ts';

const button = { id: { action: 'loras', subject: '1', extra: null }, label: 'Next', look: 'plain' } as const;
const picture = { url: attachmentUrl('fox.webp'), description: ' A fox ', isSpoiler: true };

/** The parts of a card as the sandbox reads them. */
function partsOf(message: OutgoingMessage): readonly Component[] {
  const sent: { components: Component[] } = JSON.parse(JSON.stringify(toBody(message)));
  return allComponents(sent.components);
}

describe('a file', () => {
  const file = { name: 'fox.png', mediaType: 'image/png', data: new Uint8Array(), description: 'A fox' };

  it('says that it is a spoiler, where it is one', () => {
    const { attachments } = toBody({
      content: '',
      files: [
        { ...file, isSpoiler: true },
        { ...file, isSpoiler: false },
      ],
    });
    expect(attachments).toEqual([
      { id: 0, filename: 'fox.png', description: 'A fox', is_spoiler: true },
      { id: 1, filename: 'fox.png', description: 'A fox' },
    ]);
  });
});

describe('a card', () => {
  it('shows its words, sections with pictures, and buttons in one frame, and rings no member', () => {
    const message = { content: 'Favourites', sections: [{ text: 'One', picture }, { text: 'Two' }], buttons: [button] };
    expect(toBody(message)).toEqual({
      flags: MessageFlags.IsComponentsV2,
      allowed_mentions: { parse: [] },
      components: [
        {
          type: ComponentType.Container,
          components: [
            { type: ComponentType.TextDisplay, content: 'Favourites' },
            {
              type: ComponentType.Section,
              components: [{ type: ComponentType.TextDisplay, content: 'One' }],
              accessory: {
                type: ComponentType.Thumbnail,
                media: { url: 'attachment://fox.webp' },
                description: 'A fox',
                spoiler: true,
              },
            },
            { type: ComponentType.TextDisplay, content: 'Two' },
            {
              type: ComponentType.ActionRow,
              components: [{ type: ComponentType.Button, style: 2, label: 'Next', custom_id: 'loras:1' }],
            },
          ],
        },
      ],
    });
  });

  it('has at most 4000 characters, and no empty part', () => {
    const sections = Array.from({ length: 3 }, () => ({ text: 'x'.repeat(1500), picture }));
    const texts = partsOf({ content: '', sections }).filter(({ type }) => type === ComponentType.TextDisplay);
    expect(texts.map(({ content }) => content?.length)).toEqual([1500, 1500, 1000]);
    const cutBefore = partsOf({ content: 'x'.repeat(4000), sections });
    expect(cutBefore.filter(({ type }) => type === ComponentType.Section)).toEqual([]);
  });

  it('leaves out an alt text that says nothing', () => {
    const sections = [{ text: 'One', picture: { ...picture, description: '\u200B' } }];
    const thumbnail = partsOf({ content: '', sections }).find(({ type }) => type === ComponentType.Thumbnail);
    expect(thumbnail).not.toHaveProperty('description');
  });

  it('is for one member alone, as another message is', () => {
    const { IsComponentsV2, Ephemeral } = MessageFlags;
    expect(toPrivateBody({ content: 'x', sections: [] }).flags).toBe(IsComponentsV2 + Ephemeral);
    expect(toPrivateBody({ content: 'x' }).flags).toBe(Ephemeral);
    expect(toBody({ content: 'x' })).not.toHaveProperty('flags');
  });

  it('takes the place of what an earlier message said', () => {
    expect(toEdit({ content: 'x', sections: [] }).content).toBeNull();
    expect(toEdit({ content: 'x' })).toEqual(toBody({ content: 'x' }));
  });
});
