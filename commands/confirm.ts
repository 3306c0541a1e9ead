import type { ButtonCall } from '#discord/interactions/calls.ts';
import type { CustomId } from '#discord/interactions/custom-id.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { t } from '#i18n/t.ts';

const keepAction: string = 'keep';
const labels = {
  delete: 'confirm.delete.label',
  remove: 'confirm.remove.label',
  stop: 'confirm.stop.label',
  erase: 'privacy.delete.label',
  silence: 'notices.off.label',
} as const;

/** A question before an act that can't be undone: the red button does it, the other one, `keep`, leaves everything as it is. */
export function confirmation(
  content: string,
  act: keyof typeof labels,
  id: CustomId,
  keep = { action: keepAction, label: t('confirm.keep.label') },
): OutgoingMessage {
  const keepId = { action: keep.action, subject: id.subject, extra: null };
  return {
    content,
    buttons: [
      { id, label: t(labels[act]), look: 'danger' },
      { id: keepId, label: keep.label, look: 'plain' },
    ],
  };
}

/** The button of a {@link confirmation} without a `keep` of its own. */
export const keepButtons = {
  [keepAction]: ({ update }: ButtonCall) => update({ content: t('confirm.kept'), buttons: [] }),
};
