/** What is said before any command has a say. */
export const dispatchMessages = {
  'dispatch.serversOnly': 'Easel only works in servers.',
  'dispatch.unknown': 'This button or command is from an older version of Easel. Use the command again.',
  'dispatch.restarting': "Easel is restarting. Try again in a minute. You weren't charged.",
  'dispatch.notAllowed':
    "Easel isn't open to this server. The person who runs this bot decides which servers can use it.",
  'dispatch.unknownServer':
    "Easel can't check right now whether this server can use it. Try again in a minute. You weren't charged.",
  'dispatch.tooFast': "That was a lot at once. Wait a few seconds, then try again. You weren't charged.",
  'dispatch.foreign.channel': "That channel isn't part of this server. Pick one from the list. Nothing was changed.",
  'dispatch.foreign.role': "That role isn't part of this server. Pick one from the list. Nothing was changed.",
  'dispatch.foreign.user': "That isn't a member of this server. Pick one from the list. Nothing was changed.",
} as const;
