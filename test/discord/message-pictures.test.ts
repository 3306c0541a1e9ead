import { describe, expect, it } from 'vitest';
import { parseInteraction } from '../../src/discord/interaction.ts';
import { pictureMessageSchema, picturesIn } from '../../src/discord/message-pictures.ts';

const file = { id: '1', filename: 'cat.png', size: 7, url: 'https://cdn.discordapp.com/cat.png' };
const picture = { ...file, content_type: 'image/png', width: 3, height: 2 };
const read = (message: unknown) => picturesIn(pictureMessageSchema.parse(message));

describe('the pictures of a message', () => {
  it('are its attached files of a picture’s type, as Discord tells of them', () => {
    const attachments = [
      picture,
      { ...file, content_type: 'text/plain' },
      { ...file, filename: 'unknown.bin' },
      { ...file, filename: 'old.png', width: 5, height: 5 },
    ];
    expect(read({ attachments, embeds: [{ image: { proxy_url: 'https://media.discordapp.net/x.png' } }] })).toEqual([
      { url: file.url, name: 'cat.png', bytes: 7, mediaType: 'image/png', widthPx: 3, heightPx: 2 },
      { url: file.url, name: 'old.png', bytes: 7, mediaType: null, widthPx: 5, heightPx: 5 },
    ]);
  });

  it('are what its embeds show where it has no files, through Discord’s proxy alone', () => {
    const image = {
      url: 'https://elsewhere.example/a.png',
      proxy_url: 'https://images-ext-1.discordapp.net/a.png?x=1',
      width: 4,
      height: 4,
    };
    const thumbnail = { proxy_url: 'https://media.discordapp.net/' };
    const embeds = [
      { type: 'rich', image },
      { type: 'image', thumbnail: { ...thumbnail, content_type: 'image/webp' } },
      { type: 'article', thumbnail },
      { type: 'rich', image: { url: 'https://elsewhere.example/b.png' } },
      { type: 'image', thumbnail: { proxy_url: 'no address' } },
    ];
    expect(read({ embeds })).toEqual([
      { url: image.proxy_url, name: 'a.png', bytes: null, mediaType: null, widthPx: 4, heightPx: 4 },
      {
        url: thumbnail.proxy_url,
        name: 'picture',
        bytes: null,
        mediaType: 'image/webp',
        widthPx: null,
        heightPx: null,
      },
      { url: 'no address', name: 'picture', bytes: null, mediaType: null, widthPx: null, heightPx: null },
    ]);
  });

  it('are those of the message that it forwards', () => {
    expect(read({ message_snapshots: [{ message: { attachments: [picture] } }] })).toMatchObject([{ name: 'cat.png' }]);
  });

  it('are none of a message with words alone', () => {
    expect(read({})).toEqual([]);
  });
});

describe('a payload', () => {
  const common = { id: '1', application_id: '2', token: 't' };
  const chosen = (data: object) =>
    parseInteraction({ ...common, type: 2, data: { name: 'Edit with Easel', type: 3, ...data } }, 0)?.deed;

  it('of a message’s menu has the message’s id and its pictures', () => {
    const messages = {
      8: { attachments: [{ ...picture, url: 'https://cdn.discordapp.com/other.png' }] },
      9: { attachments: [picture] },
    };
    expect(chosen({ target_id: '9', resolved: { messages } })).toEqual({
      kind: 'message_command',
      name: 'Edit with Easel',
      messageId: '9',
      pictures: [{ url: file.url, name: 'cat.png', bytes: 7, mediaType: 'image/png', widthPx: 3, heightPx: 2 }],
    });
    expect(chosen({ target_id: '9' })).toMatchObject({ kind: 'message_command', pictures: [] });
    expect(chosen({})).toMatchObject({ kind: 'message_command', messageId: '', pictures: [] });
  });

  it('of a press or a form has the pictures of the message with the button', () => {
    const message = { attachments: [picture] };
    const press = { ...common, type: 3, data: { custom_id: 'edit:1' } };
    expect(parseInteraction({ ...press, message }, 0)?.deed).toMatchObject({ pictures: [{ name: 'cat.png' }] });
    expect(parseInteraction(press, 0)?.deed).toMatchObject({ pictures: [] });
    const form = { ...common, type: 5, data: { custom_id: 'edit_result:1', components: [] }, message };
    expect(parseInteraction(form, 0)?.deed).toMatchObject({ kind: 'form', pictures: [{ name: 'cat.png' }] });
  });
});
