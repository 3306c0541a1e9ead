import type { ButtonCall } from '#discord/interactions/calls.ts';
import type { CustomId } from '#discord/interactions/custom-id.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { t } from '#i18n/t.ts';

const keepAction = 'keep';
const labels = { delete: 'confirm.delete.label', remove: 'confirm.remove.label', stop: 'confirm.stop.label' } as const;

/** A question before an act that can't be undone: the red button does it, the other one leaves everything as it is. */
export function confirmation(content: string, act: keyof typeof labels, id: CustomId): OutgoingMessage {
  const keep = { action: keepAction, subject: id.subject, extra: null };
  return {
    content,
    buttons: [
      { id, label: t(labels[act]), look: 'danger' },
      { id: keep, label: t('confirm.keep.label'), look: 'plain' },
    ],
  };
}

/** The button of every {@link confirmation} that changes nothing. */
export const keepButtons = {
  [keepAction]: ({ update }: ButtonCall) => update({ content: t('confirm.kept'), buttons: [] }),
};
