import { z } from 'zod';
import { readForm, refuseForm } from './api-error.ts';
import { announceInteraction, findUnanswered, markAnswered, setOriginal } from './interactions.ts';
import { componentProblems, readMessageBody } from './message-body.ts';
import { modalBody } from './message-schema.ts';
import { editMessage, findMessage, postMessage } from './messages.ts';
import type { UploadedFile } from './multipart.ts';
import type { FirstAnswer, InteractionRecord, InteractionType } from './records.ts';
import { renderMessage } from './render-message.ts';
import { isEphemeral, type JsonObject, type Message, messageFlags } from './wire.ts';
import type { World } from './world.ts';

/** A callback as it arrived. */
export interface Callback {
  readonly id: string;
  readonly token: string;
  readonly raw: unknown;
  readonly files: readonly UploadedFile[];
}

/**
 * Takes the first answer: checked as a whole before anything happens, so that a refused body leaves the interaction open.
 * Resolves with the body for `with_response=true`.
 *
 * @throws ApiError 10062, 40060, 50035, 50006
 */
export async function answerInteraction(world: World, callback: Callback): Promise<JsonObject> {
  const record = findUnanswered(world, callback.id, callback.token);
  const { type, data } = readForm(callbackBody, callback.raw);
  if (!typesFor(record).includes(type)) {
    refuseForm([
      { path: ['type'], code: 'INTERACTION_RESPONSE_TYPE_INVALID', message: 'This response type cannot be used here' },
    ]);
  }
  const act = prepare(world, record, { type, data: data ?? {}, files: callback.files });
  markAnswered(record);
  const answer = await act();
  announceInteraction(record, { kind: 'answered', answer });
  return responseBody(world, record, type);
}

const typesByInteraction: Readonly<Record<InteractionType, readonly number[]>> = {
  2: [4, 5, 9],
  3: [4, 5, 6, 7, 9],
  4: [8],
  5: [4, 5],
};

function typesFor(record: InteractionRecord): readonly number[] {
  const types = typesByInteraction[record.type];
  return record.type === 5 && record.sourceMessageId !== null ? [...types, 6, 7] : types;
}

interface Content {
  readonly type: number;
  readonly data: JsonObject;
  readonly files: readonly UploadedFile[];
}

type Act = () => Promise<FirstAnswer>;

function prepare(world: World, record: InteractionRecord, content: Content): Act {
  switch (content.type) {
    case 4:
      return prepareMessage(world, record, content);
    case 5:
      return prepareDefer(world, record, content);
    case 6:
      return async () => {
        if (record.sourceMessageId !== null) setOriginal(world, record, record.sourceMessageId);
        return { kind: 'deferred_update' };
      };
    case 7:
      return prepareUpdate(world, record, content);
    case 8: {
      const { choices } = readForm(autocompleteBody, content.data);
      return async () => ({ kind: 'choices', choices });
    }
    default:
      return prepareModal(record, content);
  }
}

function prepareMessage(world: World, record: InteractionRecord, content: Content): Act {
  const body = readMessageBody(content.data, { isV2: false, isEdit: false, fileCount: content.files.length });
  return async () => {
    const place = answerPlace(world, record, isEphemeral({ flags: body.flags ?? 0 }));
    const message = await postMessage(world, place, body, content.files);
    return { kind: 'message', message: renderMessage(world, message) };
  };
}

function prepareDefer(world: World, record: InteractionRecord, content: Content): Act {
  const { flags } = readForm(deferBody, content.data);
  const isPrivate = isEphemeral({ flags: flags ?? 0 });
  return async () => {
    const place = answerPlace(world, record, isPrivate);
    await postMessage(world, { ...place, flags: place.flags | messageFlags.loading }, {}, []);
    return { kind: 'deferred', isPrivate };
  };
}

function prepareUpdate(world: World, record: InteractionRecord, content: Content): Act {
  const source = findMessage(world, record.sourceMessageId ?? '');
  const isV2 = (source.flags & messageFlags.componentsV2) !== 0;
  readMessageBody(content.data, { isV2, isEdit: true, fileCount: content.files.length });
  return async () => {
    setOriginal(world, record, source.id);
    const message = await editMessage(world, source.id, content.data, content.files);
    return { kind: 'updated', message: renderMessage(world, message) };
  };
}

function prepareModal(record: InteractionRecord, content: Content): Act {
  const body = readForm(modalBody, content.data);
  refuseForm(componentProblems(body.components));
  const { channelId, userId, sourceMessageId } = record;
  const modal = {
    custom_id: body.custom_id,
    title: body.title,
    components: body.components,
    channelId,
    userId,
    sourceMessageId,
  };
  return async () => ({ kind: 'modal', modal });
}

function answerPlace(world: World, record: InteractionRecord, isPrivate: boolean) {
  const id = world.ids.next();
  setOriginal(world, record, id);
  return {
    id,
    channelId: record.channelId,
    authorId: world.bot.id,
    viewerId: isPrivate ? record.userId : null,
    interactionId: record.id,
    flags: isPrivate ? messageFlags.ephemeral : 0,
  };
}

function responseBody(world: World, record: InteractionRecord, type: number): JsonObject {
  const stored = record.originalId === null ? undefined : world.messages.get(record.originalId);
  const message: Message | null = stored === undefined ? null : renderMessage(world, stored);
  const interaction = { id: record.id, type: record.type };
  if (message === null) return { interaction, resource: { type } };
  return {
    interaction: {
      ...interaction,
      response_message_id: message.id,
      response_message_loading: type === 5,
      response_message_ephemeral: isEphemeral(message),
    },
    resource: { type, ...(type === 6 ? {} : { message }) },
  };
}

const callbackBody = z.looseObject({ type: z.int(), data: z.record(z.string(), z.unknown()).nullish() });
const deferBody = z.looseObject({ flags: z.int().nullish() });
const autocompleteBody = z.looseObject({
  choices: z
    .array(z.looseObject({ name: z.string().min(1).max(100), value: z.union([z.string().max(100), z.number()]) }))
    .max(25),
});
