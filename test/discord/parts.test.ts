import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { BotError } from '#core/errors.ts';
import { formatCustomId, parseCustomId } from '#discord/interactions/custom-id.ts';
import { canPostInChannel, memberPowers } from '#discord/interactions/permissions.ts';
import { describeError } from '#discord/messages/failures.ts';
import { toBody } from '#discord/messages/message.ts';
import { createSealer } from '#discord/replies/tokens.ts';
import { fitUpload } from '#media/fit-upload.ts';
import { discordError } from './support/errors.ts';
import { noisePicture, secretToken } from './support/samples.ts';

describe('a custom id', () => {
  it.each([
    { action: 'cancel', subject: '1200000000000000001', extra: null },
    { action: 'models', subject: '2', extra: 'a:b' },
    { action: 'models', subject: '2', extra: '' },
  ])('comes back as it was made: $action $extra', (id) => {
    expect(parseCustomId(formatCustomId(id))).toEqual(id);
  });

  it.each(['', 'cancel', 'cancel:', ':1', 'Cancel:1', 'cancel-it:1'])('is not read out of %j', (text) => {
    expect(parseCustomId(text)).toBeNull();
  });

  it('is never longer than Discord takes, and never ambiguous', () => {
    expect(() => formatCustomId({ action: 'cancel', subject: 'x'.repeat(94), extra: null })).toThrow(RangeError);
    expect(() => formatCustomId({ action: 'cancel', subject: 'a:b', extra: null })).toThrow(RangeError);
    expect(() => formatCustomId({ action: '', subject: 'a', extra: null })).toThrow(RangeError);
  });
});

describe('a sealed token', () => {
  const sealer = createSealer('bot token');

  it('opens with the same bot token only', () => {
    const sealed = sealer.seal(secretToken);
    expect(sealed).not.toContain(secretToken);
    expect(createSealer('bot token').open(sealed)).toBe(secretToken);
    expect(createSealer('another').open(sealed)).toBeNull();
  });

  it('does not open when it is damaged', () => {
    const sealed = sealer.seal(secretToken);
    expect(sealer.open(`${sealed.slice(0, -2)}AA`)).toBeNull();
    expect(sealer.open('short')).toBeNull();
  });
});

describe('permissions', () => {
  it('make a moderator of who may moderate or manage, and a manager of who may manage', () => {
    expect(memberPowers('0')).toEqual({ isModerator: false, isManager: false });
    expect(memberPowers('not a number')).toEqual({ isModerator: false, isManager: false });
    expect(memberPowers(String(PermissionFlagsBits.ModerateMembers))).toEqual({ isModerator: true, isManager: false });
    expect(memberPowers(String(PermissionFlagsBits.ManageGuild))).toEqual({ isModerator: true, isManager: true });
    expect(memberPowers(String(PermissionFlagsBits.Administrator))).toEqual({ isModerator: true, isManager: true });
  });

  it('let the bot post where it may see, send and attach; threads have a permission of their own', () => {
    const { ViewChannel, SendMessages, AttachFiles, SendMessagesInThreads } = PermissionFlagsBits;
    expect(canPostInChannel(String(ViewChannel | SendMessages | AttachFiles), false)).toBe(true);
    expect(canPostInChannel(String(ViewChannel | SendMessages | AttachFiles), true)).toBe(false);
    expect(canPostInChannel(String(ViewChannel | SendMessagesInThreads | AttachFiles), true)).toBe(true);
    expect(canPostInChannel(String(ViewChannel | SendMessages), false)).toBe(false);
  });
});

describe('an error in the log', () => {
  it('holds no token, no body and no stack of what is expected', () => {
    const cause = discordError(50027, 401, `https://discord.com/api/v10/webhooks/12/${secretToken}/messages/@original`);
    const description = describeError(new BotError('delivery.expired', 'gone', {}, cause));
    expect(JSON.stringify(description)).not.toContain(secretToken);
    expect(JSON.stringify(description)).not.toContain('requestBody');
    expect(description.stack).toBeUndefined();
    expect(description.cause).toMatchObject({
      code: 50027,
      status: 401,
      method: 'PATCH',
      url: 'https://discord.com/api/v10/webhooks/12/[token]/messages/@original',
    });
  });

  it('ends with causes that go round in circles, and takes what is no error', () => {
    const error = new Error('round');
    error.cause = error;
    expect(describeError(error).cause?.cause?.cause?.cause).toBeUndefined();
    expect(describeError(`/interactions/12/${secretToken}/callback`)).toEqual({
      name: 'string',
      message: '/interactions/12/[token]/callback',
    });
  });
});

describe('an upload', () => {
  it('stays as it is where it fits', async () => {
    const picture = await noisePicture(32, 32);
    expect(await fitUpload(picture, picture.bytes.byteLength)).toBe(picture);
  });

  it.each([0.6, 0.2, 0.05])('gets under the limit at %d of its weight', async (share) => {
    const picture = await noisePicture(320, 240);
    const maxBytes = Math.floor(picture.bytes.byteLength * share);
    const fitted = await fitUpload(picture, maxBytes);
    expect(fitted.bytes.byteLength).toBeLessThanOrEqual(maxBytes);
    expect(fitted.format).toBe('webp');
    expect(fitted.widthPx / fitted.heightPx).toBeCloseTo(4 / 3, 1);
  });

  it('is refused when nothing gets it under the limit, or when it cannot be read', async () => {
    const picture = await noisePicture(32, 32);
    await expect(fitUpload(picture, 10)).rejects.toMatchObject({ code: 'delivery.too_large' });
    const broken = { ...picture, bytes: new Uint8Array(100) };
    await expect(fitUpload(broken, 10)).rejects.toMatchObject({ code: 'delivery.too_large' });
  });
});

describe('a message', () => {
  it('mentions nobody, is cut to fit and puts five buttons in a row', () => {
    const button = { id: { action: 'a', subject: '1', extra: null }, label: 'x'.repeat(100), look: 'plain' } as const;
    const body = toBody({ content: 'x'.repeat(3000), buttons: Array.from({ length: 27 }, () => button) });
    expect(body.allowed_mentions).toEqual({ parse: [] });
    expect(body.content).toHaveLength(2000);
    expect(body.components.map(({ components }) => components.length)).toEqual([5, 5, 5, 5, 5]);
    expect(body.components[0]?.components[0]).toMatchObject({ label: `${'x'.repeat(79)}…` });
    expect(body).not.toHaveProperty('attachments');
  });
});
