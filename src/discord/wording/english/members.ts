/** `/credits`, `/privacy` and members by name. */
export const membersMessages = {
  'member.erased': 'an erased member',

  'give.self': 'You cannot give credits to yourself. Nothing changed.',
  'give.bot': 'Bots make no pictures, so they take no credits. Nothing changed.',
  'give.stranger': 'This person is not on this server. Nothing changed.',
  'give.given': '{giver} gives {receiver} **{credits}**.',
  'give.tooLittle':
    'You cannot give {credits}: only your bonus can be given, and it is {bonus} right now. Nothing changed.',

  'history.none': 'Nothing has moved your credits here yet.',
  'history.heading': 'Your credits, newest first:',
  'history.by': '{what} by {member}',
  'history.picture': '[picture]({link})',
  'history.reserve': 'set aside for a picture',
  'history.reserveApproved': 'set aside for an approved picture, {credits} of it added from the pool',
  'history.settle': 'spent on a picture',
  'history.settleSeveral': 'spent on {pictures}',
  'history.release': 'no longer set aside',
  'history.refund': 'refunded',
  'history.grant': 'granted',
  'history.revoke': 'taken back',
  'history.givenTo': 'given to {member}',
  'history.givenBy': 'given by {member}',

  'top.none.day': 'Nobody has made a picture today.',
  'top.none.week': 'Nobody has made a picture this week.',
  'top.none.month': 'Nobody has made a picture this month.',
  'top.heading.day': 'Most pictures today (UTC):',
  'top.heading.week': 'Most pictures this week (UTC):',
  'top.heading.month': 'Most pictures this month (UTC):',
  'top.notYou.day': 'You have made none today.',
  'top.notYou.week': 'You have made none this week.',
  'top.notYou.month': 'You have made none this month.',
  'top.you': 'You are number {rank}: {amounts}.',
  'top.line': '{rank}. {member} · {amounts}',

  'privacy.notYours': 'This button belongs to somebody else. Nothing was deleted.',
  'privacy.kept': 'Nothing was deleted.',
  'privacy.erased': 'Done: what Easel held about you on this server is deleted.',
  'privacy.busy':
    'Something of yours is still under way: a picture in the making, or credits set aside for one. Wait for it or stop it with `/jobs cancel`, then delete again. Nothing was deleted.',
  'privacy.fileDescription': 'What Easel holds about you on this server, as JSON',
  'privacy.delete.label': 'Delete it all',
  'privacy.keep.label': 'Keep it',
  'privacy.held': 'What Easel holds about you on this server, all of it under your Discord id:',
  'privacy.balance': '- Bonus: {bonus}; set aside for pictures in the making: {held}',
  'privacy.count': '- {name}: {count}',
  'privacy.history': 'Lines in the journal of credits',
  'privacy.holds': 'Prices that were set aside for pictures',
  'privacy.jobs': 'Pictures with their options, times and prices',
  'privacy.parkedRequests': 'Requests that waited for your word or for an approval',
  'privacy.keptPictures': 'Pictures that couldn’t be posted: kept for you to fetch, for a week',
  'privacy.pickedPictures': 'Pictures that you chose to edit from a message: where they are, for a day',
  'privacy.presets': 'Presets',
  'privacy.favourites': 'Favourites',
  'privacy.lastChoice': 'Your last choice of model and size',
  'privacy.reportedIds': 'Pictures that you reported',
  'privacy.strikes': 'Strikes with their reasons',
  'privacy.suspended': '- Suspended {until}',
  'privacy.retention':
    'A prompt is deleted {days} days after its picture has ended. Names, messages and the pictures themselves are not kept.',
  'privacy.ownActs': 'What you did as a moderator or manager stands in the server’s own journal and is not part of it.',
  'privacy.ways': '`/privacy export` sends you all of it as a file; `/privacy delete` deletes it.',
  'privacy.policy':
    'The privacy policy is published by whoever runs this Easel: open its profile and choose Privacy Policy.',
  'privacy.exported': 'Everything that Easel holds about you on this server. {ownActs}',
  'privacy.exportedPart':
    'The newest of what Easel holds about you on this server. It is more than one file can carry; left out of the older ones: {missing}. Ask whoever runs this Easel for the rest. {ownActs}',
  'privacy.question': 'Delete what Easel holds about you on this server? This cannot be undone.',
  'privacy.losesBonus': '- You lose your bonus of **{credits}**; they are gone.',
  'privacy.returnsBonus': '- You lose your bonus of **{credits}**; they go back to the server’s pool.',
  'privacy.losesTexts':
    '- Your prompts, your presets, favourites and last choice, the reasons of your strikes and your requests that wait are deleted.',
  'privacy.keepsAmounts':
    '- Amounts and times stay in the server’s journal without your id, so that its books add up. Pictures can no longer be refunded or made again with their button.',
  'privacy.keepsPictures': '- Pictures and messages that are posted stay in their channels.',
  'privacy.keepsForATime':
    '- Until they are over, these stay: what you have used of your allowance, the end of a suspension, and for 90 days the days of strikes that are not forgiven.',
  'privacy.keepsActs':
    '- If you are a moderator: that it was you who changed other members’ credits or the server’s setup stays.',
} as const;
