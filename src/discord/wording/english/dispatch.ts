/** What is said before any command has a say. */
export const dispatchMessages = {
  'dispatch.serversOnly': 'Easel works in servers only.',
  'dispatch.unknown': 'This button or command belongs to an older version of Easel. Use the command again.',
  'dispatch.restarting': 'Easel is restarting. Try again in a minute. You were not charged.',
} as const;
