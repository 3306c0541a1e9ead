import { beforeEach, describe, expect, it } from 'vitest';
import { DeadlineError } from '#discord/messages/failures.ts';
import { createReply } from '#discord/replies/reply.ts';
import { discordError, socketError } from '../support/errors.ts';
import { createReplyBench } from '../support/reply-bench.ts';
import { caller } from '../support/samples.ts';
import { scriptedMessageId } from '../support/scripted-routes.ts';

let { clock, routes, parts, called, last, responderFor } = createReplyBench();

beforeEach(() => {
  ({ clock, routes, parts, called, last, responderFor } = createReplyBench());
});

const text = (content: string) => ({ content, buttons: [] });

async function heldInPublic() {
  const responder = responderFor();
  await responder.holdBack('public');
  return responder;
}

describe('a member who was held back in public', () => {
  it('reads that Easel is thinking, and the picture comes there without a further call', async () => {
    const responder = await heldInPublic();
    const address = await createReply(parts, caller, responder, false).accept();
    expect(routes.calls.map(({ body }) => body)).toEqual([{ type: 5, data: {} }]);
    expect(address).toMatchObject({ messageId: scriptedMessageId, isPrivate: false });
    expect(address.sealedToken).not.toBeNull();
  });

  it('is refused alone: the public answer goes before, or the refusal would take its place', async () => {
    const responder = await heldInPublic();
    await responder.answer(text('no credits'));
    expect(called()).toEqual(['callback', 'deleteOriginal', 'createFollowUp']);
    expect(last()).toMatchObject({ at: { isPrivate: true }, message: { content: 'no credits' } });
  });

  it('reads a later answer in place of the one before', async () => {
    const responder = await heldInPublic();
    await responder.answer(text('wait'));
    await responder.answer(text('no credits'));
    expect(called()).toEqual(['callback', 'deleteOriginal', 'createFollowUp', 'editFollowUp']);
    expect(last()).toMatchObject({ at: { messageId: scriptedMessageId }, message: { content: 'no credits' } });
  });

  it('is refused alone where somebody has deleted the public answer', async () => {
    const responder = await heldInPublic();
    routes.script('deleteOriginal', discordError(10008, 404));
    await responder.answer(text('no credits'));
    expect(last()).toMatchObject({ route: 'createFollowUp', at: { isPrivate: true } });
  });

  it('is refused once more where Discord may have taken the refusal: twice is better than not at all', async () => {
    const responder = await heldInPublic();
    routes.script('createFollowUp', new DeadlineError('no answer'));
    const told = responder.answer(text('no credits'));
    await clock.advance(1_000);
    await told;
    expect(called()).toEqual(['callback', 'deleteOriginal', 'createFollowUp', 'createFollowUp']);
  });

  it('reads no refusal where everyone would: the public answer can’t be taken away', async () => {
    const responder = await heldInPublic();
    routes.script('deleteOriginal', discordError(50027, 401));
    await expect(responder.answer(text('no credits'))).rejects.toMatchObject({ code: 'delivery.expired' });
    expect(called()).toEqual(['callback', 'deleteOriginal']);
  });

  it('reads of an error once Discord is back', async () => {
    const responder = await heldInPublic();
    routes.script('deleteOriginal', ...Array.from({ length: 20 }, () => socketError()));
    const told = responder.insist(text('an error'));
    await clock.advance(13 * 60_000);
    await told;
    expect(last()).toMatchObject({ route: 'createFollowUp', at: { isPrivate: true } });
  });

  it('reads an announcement where everyone does', async () => {
    const responder = await heldInPublic();
    expect((await responder.announce(text('for all'))).visibility).toBe('public');
    expect(last()).toMatchObject({ route: 'editOriginal', message: { content: 'for all' } });
  });
});

it('who was held back in public reads alone of an acceptance that Discord may have taken', async () => {
  routes.script('callback', 'hang');
  const responder = responderFor();
  const held = responder.holdBack('public').catch(() => undefined);
  const refused = expect(createReply(parts, caller, responder, false).accept()).rejects.toMatchObject({
    code: 'delivery.expired',
  });
  await clock.advance(2_900);
  await refused;
  await held;
  await responder.insist(text('try again'));
  expect(called()).toEqual(['callback', 'deleteOriginal', 'createFollowUp']);
  expect(last()).toMatchObject({ at: { isPrivate: true }, message: { content: 'try again' } });
});

it('a member reads alone of an acceptance for everyone that Discord may have taken', async () => {
  routes.script('callback', 'hang');
  const responder = responderFor();
  const refused = expect(createReply(parts, caller, responder, false).accept()).rejects.toMatchObject({
    code: 'delivery.expired',
  });
  await clock.advance(2_900);
  await refused;
  await responder.insist(text('try again'));
  expect(called()).toEqual(['callback', 'deleteOriginal', 'createFollowUp']);
  expect(last()).toMatchObject({ at: { isPrivate: true }, message: { content: 'try again' } });
});

it.each(['answer', 'announce', 'update'] as const)(
  'a first %s that Discord may have taken is written once more, and no error takes its place',
  async (kind) => {
    routes.script('callback', 'hang');
    const responder = responderFor();
    const told = responder[kind](text('granted'));
    await clock.advance(2_900);
    await told;
    expect(called()).toEqual(['callback', 'editOriginal']);
    expect(last()).toMatchObject({ message: { content: 'granted' } });
    // The yes to a price goes on with the same answer.
    expect(await responder.defer('private')).toMatchObject({ visibility: kind === 'announce' ? 'public' : 'private' });
  },
);

it('who was held back in private, perhaps, reads an announcement, and no error takes its place', async () => {
  routes.script('callback', 'hang');
  const responder = responderFor();
  const held = expect(responder.holdBack('private')).rejects.toMatchObject({ code: 'delivery.expired' });
  await clock.advance(2_900);
  await held;
  expect(await responder.announce(text('given'))).toEqual({ visibility: 'private', messageId: null });
  expect(called()).toEqual(['callback', 'editOriginal']);
});

it('a member reads a few copies at most where Discord does not say that it has taken them', async () => {
  const responder = await heldInPublic();
  const givenUp = async () => {
    await clock.wait(20_000, new AbortController().signal);
    throw new DeadlineError('no answer');
  };
  routes.script('createFollowUp', ...Array.from({ length: 50 }, () => givenUp));
  const told = expect(responder.insist(text('try again'))).rejects.toMatchObject({ code: 'delivery.expired' });
  await clock.advance(15 * 60_000);
  await told;
  expect(called().filter((route) => route === 'createFollowUp')).toHaveLength(3);
});

it('a first answer that Discord has not taken fails', async () => {
  routes.script('callback', 'hang');
  routes.script('editOriginal', discordError(10015, 404));
  const refused = expect(responderFor().answer(text('granted'))).rejects.toMatchObject({ code: 'delivery.expired' });
  await clock.advance(2_900);
  await refused;
  expect(called()).toEqual(['callback', 'editOriginal']);
});

it('nobody is held back who has an answer', async () => {
  const responder = responderFor();
  await responder.answer(text('here'));
  await responder.holdBack('public');
  await responder.answer(text('there'));
  expect(called()).toEqual(['callback', 'editOriginal']);
});

it('an answer is decided when it says more than that Easel is thinking', async () => {
  const responder = await heldInPublic();
  let isDecided = false;
  void responder.decided.then(() => {
    isDecided = true;
  });
  await responder.answered;
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(isDecided).toBe(false);
  await responder.defer('public');
  await responder.decided;
});
