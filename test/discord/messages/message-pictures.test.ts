import { describe, expect, it } from 'vitest';
import { parseInteraction } from '#discord/interactions/interaction.ts';
import { pictureMessageSchema, picturesIn } from '#discord/messages/message-pictures.ts';

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

describe('the pictures of a message of components', () => {
  const cdn = 'https://cdn.discordapp.com/attachments/1/2';
  const media = (name: string) => ({ url: `${cdn}/${name}`, content_type: 'image/png', width: 3, height: 2 });

  it('are in galleries, thumbnails and files, however deep they lie, once each', () => {
    const components = [
      { type: 12, items: [{ media: media('a.png') }, { media: media('b.png') }] },
      {
        type: 17,
        components: [
          { type: 9, components: [{ type: 10, content: 'x' }], accessory: { type: 11, media: media('c.png') } },
          { type: 13, file: media('d.png') },
          { type: 13, file: { url: `${cdn}/notes.txt`, content_type: 'text/plain' } },
          { type: 11 },
          { type: 13 },
          { type: 1, components: [{ type: 2, label: 'Again' }] },
        ],
      },
    ];
    const attachments = [{ ...picture, url: `${cdn}/a.png?ex=1` }];
    expect(read({ components, attachments }).map(({ name }) => name)).toEqual(['cat.png', 'b.png', 'c.png', 'd.png']);
    const forward = read({ message_snapshots: [{ message: { components } }] });
    expect(forward.map(({ name }) => name)).toEqual(['a.png', 'b.png', 'c.png', 'd.png']);
    expect(forward[0]).toEqual({
      url: `${cdn}/a.png`,
      name: 'a.png',
      bytes: null,
      mediaType: 'image/png',
      widthPx: 3,
      heightPx: 2,
    });
  });

  it('of other sites come through Discord’s proxy', () => {
    const proxied = 'https://images-ext-1.discordapp.net/external/x/a.png';
    const show = (item: object) => read({ components: [{ type: 12, items: [{ media: item }] }] }).map(({ url }) => url);
    expect(show({ url: 'https://elsewhere.example/a.png', proxy_url: proxied, width: 3 })).toEqual([proxied]);
    expect(show({ proxy_url: 'https://media.discordapp.net/a.png', width: 3 })).toEqual([
      'https://media.discordapp.net/a.png',
    ]);
    expect(show({ url: `${cdn}/a.png`, proxy_url: 'https://media.discordapp.net/a.png', width: 3, height: 2 })).toEqual(
      [`${cdn}/a.png`],
    );
    expect(show({ url: `${cdn}/a.png` })).toEqual([]);
    expect(show({ width: 3 })).toEqual([]);
    expect(show({ url: 'no address', width: 3 })).toEqual(['no address']);
  });

  it('are bounded, and what is malformed is no picture', () => {
    const deep = Array.from({ length: 9 }).reduce<object>((inner) => ({ type: 17, components: [inner] }), {
      type: 11,
      media: media('deep.png'),
    });
    const many = Array.from({ length: 500 }, () => ({ type: 11, media: media('x.png') }));
    expect(read({ components: [deep, 7, null, { type: 'x' }] })).toEqual([]);
    expect(read({ components: many }).length).toBeLessThanOrEqual(100);
    expect(read({ components: 'x', sticker_items: [{ id: '../x', name: 'x', format_type: 1 }] })).toEqual([]);
  });
});

describe('the stickers of a message', () => {
  const sticker = (format_type: number) => ({ id: '123', name: 'Wave', format_type });

  it('are pictures at Discord’s CDN, but for those that a program draws', () => {
    const urls = (...kinds: number[]) => read({ sticker_items: kinds.map(sticker) }).map(({ url }) => url);
    expect(urls(1, 2, 3)).toEqual([
      'https://cdn.discordapp.com/stickers/123.png',
      'https://cdn.discordapp.com/stickers/123.png',
    ]);
    expect(urls(4)).toEqual(['https://media.discordapp.net/stickers/123.gif']);
    expect(read({ message_snapshots: [{ message: { sticker_items: [sticker(1)] } }] })).toMatchObject([
      { name: 'Wave', mediaType: 'image/png' },
    ]);
  });

  it('are told apart where nothing of them can be edited', () => {
    const drawn = (kinds: readonly number[]) => {
      const message = { sticker_items: kinds.map(sticker) };
      const data = { name: 'Edit with Easel', type: 3, target_id: '9', resolved: { messages: { 9: message } } };
      return parseInteraction({ id: '1', application_id: '2', token: 't', type: 2, data }, 0)?.action;
    };
    expect(drawn([3])).toMatchObject({ isDrawn: true, pictures: [] });
    expect(drawn([3, 1])).toMatchObject({ isDrawn: false });
    expect(drawn([])).toMatchObject({ isDrawn: false });
  });
});

describe('a payload', () => {
  const common = { id: '1', application_id: '2', token: 't' };
  const chosen = (data: object) =>
    parseInteraction({ ...common, type: 2, data: { name: 'Edit with Easel', type: 3, ...data } }, 0)?.action;

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
      isDrawn: false,
    });
    expect(chosen({ target_id: '9' })).toMatchObject({ kind: 'message_command', pictures: [] });
    expect(chosen({})).toMatchObject({ kind: 'message_command', messageId: '', pictures: [] });
  });

  it('of a press or a form has the pictures of the message with the button', () => {
    const message = { attachments: [picture] };
    const press = { ...common, type: 3, data: { custom_id: 'edit:1' } };
    expect(parseInteraction({ ...press, message }, 0)?.action).toMatchObject({ pictures: [{ name: 'cat.png' }] });
    expect(parseInteraction(press, 0)?.action).toMatchObject({ pictures: [] });
    const form = { ...common, type: 5, data: { custom_id: 'edit_result:1', components: [] }, message };
    expect(parseInteraction(form, 0)?.action).toMatchObject({ kind: 'modal', pictures: [{ name: 'cat.png' }] });
  });
});
