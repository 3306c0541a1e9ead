import { say } from './say.ts';
import { textsBy } from './texts-by.ts';

/** What is said before any command has a say. */
export const dispatchTexts = textsBy(
  ['serversOnly', 'unknown', 'restarting', 'notAllowed', 'unknownServer', 'tooFast'],
  (what) => say(`dispatch.${what}`),
);

/** An option names something of another server. */
export const foreignTexts = textsBy(['channel', 'role', 'user'], (kind) => say(`dispatch.foreign.${kind}`));
