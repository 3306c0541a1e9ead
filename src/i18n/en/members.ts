/** `/credits`, `/privacy` and members by name. */
export const membersMessages = {
  'member.erased': 'a deleted member',
  'member.operator': "the bot's operator",

  'give.self': "You can't give credits to yourself. Nothing changed.",
  'give.bot': "Bots can't make pictures, so you can't give them credits. Nothing changed.",
  'give.stranger': "This person isn't on this server. Nothing changed.",
  'give.given': '{giver} gives {receiver} **{credits}**.',
  'give.tooLittle':
    "You can't give {credits}: you can only give away your bonus, and that's {bonus} right now. Nothing changed.",

  'history.none': 'No credit history here yet.',
  'history.heading': 'Your credits, newest first:',
  'history.by': '{what} by {member}',
  'history.picture': '[result]({link})',
  'history.reserve': 'set aside for a request',
  'history.reserveApproved': 'set aside for an approved request, with {credits} added from the pool',
  'history.settle': 'spent on a result',
  'history.settleSeveral': 'spent on {pictures}',
  'history.release': 'available again',
  'history.refund': 'refunded',
  'history.grant': 'granted',
  'history.revoke': 'taken away',
  'history.givenTo': 'given to {member}',
  'history.givenBy': 'given by {member}',

  'top.none.day': 'Nothing was made today.',
  'top.none.week': 'Nothing was made this week.',
  'top.none.month': 'Nothing was made this month.',
  'top.heading.day': 'Most results today (UTC):',
  'top.heading.week': 'Most results this week (UTC):',
  'top.heading.month': 'Most results this month (UTC):',
  'top.notYou.day': "You haven't made any today.",
  'top.notYou.week': "You haven't made any this week.",
  'top.notYou.month': "You haven't made any this month.",
  'top.you': "You're number {rank}: {amounts}.",
  'top.line': '{rank}. {member} · {amounts}',

  'privacy.notYours': 'This button is for someone else. Nothing was deleted.',
  'privacy.kept': 'Nothing was deleted.',
  'privacy.erased': 'Done. Easel deleted what it kept about you on this server.',
  'privacy.busy':
    'You still have a request in the making, or credits set aside for one. Wait for it or stop it with `/jobs cancel`, then delete again. Nothing was deleted.',
  'privacy.fileDescription': 'What Easel keeps about you on this server, as JSON',
  'privacy.delete.label': 'Delete it all',
  'privacy.keep.label': 'Keep it',
  'privacy.held': 'Easel keeps this about you on this server, all under your Discord ID:',
  'privacy.balance': '- Bonus: {bonus}; set aside for requests in the making: {held}',
  'privacy.count': '- {name}: {count}',
  'privacy.history': 'Entries in the credit journal',
  'privacy.holds': 'Amounts set aside for pictures',
  'privacy.jobs': 'Pictures with their options, times and prices',
  'privacy.pendingRequests': 'Requests that waited for your answer or for an approval',
  'privacy.keptPictures': "Pictures that couldn't be posted: kept for you for a week",
  'privacy.pickedPictures': 'Pictures you chose to edit from a message: where they are, for a day',
  'privacy.presets': 'Presets',
  'privacy.favourites': 'Favourites',
  'privacy.lastChoice': 'Your last choice of model and size',
  'privacy.reportedIds': 'Pictures that you reported',
  'privacy.strikes': 'Strikes with their reasons',
  'privacy.suspended': '- Suspended {until}',
  'privacy.retention':
    'A prompt is deleted {days} days after its result is finished. Names, messages and the pictures themselves are not kept.',
  'privacy.ownActs': "What you did as a moderator or manager is in the server's own journal and isn't included.",
  'privacy.ways': '`/privacy export` sends you everything as a file; `/privacy delete` deletes it.',
  'privacy.policy':
    "Whoever runs this bot publishes its privacy policy: open the bot's profile and choose Privacy Policy.",
  'privacy.exported': 'Everything that Easel keeps about you on this server. {ownActs}',
  'privacy.exportedPart':
    "The newest of what Easel keeps about you on this server. It doesn't all fit into one file; these older entries were left out: {missing}. Ask whoever runs this bot for the rest. {ownActs}",
  'privacy.question': "Delete what Easel keeps about you on this server? This can't be undone.",
  'privacy.losesBonus': '- You lose your bonus of **{credits}**.',
  'privacy.returnsBonus': "- You lose your bonus of **{credits}**; they go back to the server's pool.",
  'privacy.losesTexts':
    '- Your prompts, presets, favourites, last choice, waiting requests and the reasons for your strikes are deleted.',
  'privacy.keepsAmounts':
    "- Amounts and times stay in the server's journal without your ID, so that its sums stay right. Your pictures can no longer be refunded, or made again with their button.",
  'privacy.keepsPictures': '- Pictures and messages that were posted stay in their channels.',
  'privacy.keepsForATime':
    "- Kept until they expire: how much of your allowance you've used, the end of a suspension, and, for 90 days, the dates of strikes that weren't forgiven.",
  'privacy.keepsActs':
    "- If you're a moderator: what you did to other members' credits or the server's setup stays under your name.",
} as const;
