/** What is said when a request was taken later than usual. */
export const acceptedTexts = {
  inChannel: (userId: string) => `On it, for <@${userId}>…`,
  elsewhere: (link: string) => `On it. Your picture appears here: ${link}`,
} as const;
