import { answerInteraction } from '../callbacks.ts';
import { findByToken } from '../interactions.ts';
import { deleteMessage, editMessage } from '../messages.ts';
import { renderMessage } from '../render-message.ts';
import { json, noContent, type Route, type RouteContext } from '../routing.ts';
import { sendFollowUp, webhookMessage } from '../webhooks.ts';

const bucket = { kind: 'webhook', by: 'token' } as const;
const message = '/webhooks/:application/:token/messages/:message';

/** The first answer to an interaction, and everything that its token may do afterwards. */
export const interactionRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    auth: 'none',
    bucket: null,
    run: async ({ world, params, query, body, files }) => {
      const { interaction: id = '', token = '' } = params;
      const response = await answerInteraction(world, { id, token, raw: body, files });
      return query.get('with_response') === 'true' ? json(response) : noContent;
    },
  },
  {
    method: 'POST',
    path: '/webhooks/:application/:token',
    auth: 'none',
    bucket,
    run: async (context) => {
      const sent = await sendFollowUp(context.world, interactionOf(context), context.body, context.files);
      return json(renderMessage(context.world, sent));
    },
  },
  {
    method: 'GET',
    path: message,
    auth: 'none',
    bucket,
    run: (context) => json(renderMessage(context.world, messageOf(context))),
  },
  {
    method: 'PATCH',
    path: message,
    auth: 'none',
    bucket,
    run: async (context) => {
      const edited = await editMessage(context.world, messageOf(context).id, context.body, context.files);
      return json(renderMessage(context.world, edited));
    },
  },
  {
    method: 'DELETE',
    path: message,
    auth: 'none',
    bucket,
    run: (context) => {
      deleteMessage(context.world, messageOf(context).id);
      return noContent;
    },
  },
];

function interactionOf({ world, params }: RouteContext) {
  return findByToken(world, params.application ?? '', params.token ?? '');
}

function messageOf(context: RouteContext) {
  return webhookMessage(context.world, interactionOf(context), context.params.message ?? '');
}
