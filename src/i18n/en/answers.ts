/** Short answers of several commands: what stops, what is in the making, what one has, help. */
export const answersMessages = {
  'cancel.sure': "Stop what {member} has asked for? That can't be undone.",
  'cancel.cancelled': 'Stopped. Its own message says what happened to the credits.',
  'cancel.asked':
    'Asked the image service to stop. Its own message will say how it ended and what happened to the credits.',
  'cancel.too_late':
    "Too late: the image service can't stop this any more. It will be posted and charged when it's done.",
  'cancel.over': 'This is already finished or stopped. Nothing changed.',
  'cancel.not_found': "That isn't in the making. Nothing changed.",
  'cancel.not_yours': 'Only the person who asked for this, or a moderator, can stop it. Nothing changed.',

  'again.notFound':
    "Easel no longer has its details, so it can't make it again from here. Use `/imagine` instead. You weren't charged.",
  'again.whichSeed':
    'This was made with the seed {seed}. The same seed makes nearly the same picture; a new one makes another.',
  'vary.none': "None of the models here makes a picture like another one. You weren't charged.",
  'again.notYours': "This is private: only the person who asked for it can make it again. You weren't charged.",
  'again.theirPictures':
    "This edit uses someone else's pictures, so only they can make it again. Press Edit to change the picture you see here. You weren't charged.",
  'again.notYourFailure': "Only the person who asked for this can retry it. You weren't charged.",
  'again.retried': "This was retried already, or there is nothing to retry. You weren't charged.",
  'again.nothingToChange': "There's nothing about it that could be changed. Again makes it once more.",
  'again.draftGone': "What you typed isn't kept any longer. Please type it again. You weren't charged.",
  'form.reopen.title': 'Change it and try again',
  'form.reopen.prompt.input': 'Prompt',
  'form.reopen.promptCut.input': 'Prompt (shortened: too long for a form)',
  'form.reopen.model.input': 'Model',
  'form.reopen.size.input': 'Size: a ratio, or WIDTHxHEIGHT',
  'form.reopen.lora.input': 'LoRA: name:0.8, or empty for none',
  'form.reopen.further.input': 'Other options, such as quality:high count:2',

  'accepted.inChannel': 'On it, for {member}…',
  'accepted.refused': 'Nothing came of this request. {member} has been told why.',
  'accepted.elsewhere': 'On it. Your result appears here: {link}',

  'balance.suspended': "You're suspended and can't make anything here {until}. Your credits stay yours: **{credits}**.",
  'balance.spendable': 'You can spend **{credits}** right now.',
  'balance.allowance.day': '- Allowance: {left} of {allowance} left today; it renews {when}',
  'balance.allowance.week': '- Allowance: {left} of {allowance} left this week; it renews {when}',
  'balance.allowance.month': '- Allowance: {left} of {allowance} left this month; it renews {when}',
  'balance.bonus': '- Bonus: {credits}',
  'balance.held': '- Set aside for requests in the making: {credits}',
  'balance.pool': "- The server's pool: {pool}",
  'balance.unlimited': 'unlimited',
  'balance.usualPrice': '- A picture with {model}: {credits}',
  'balance.lastChoicePrice': '- A picture with {model}, your last choice: {credits}',

  'jobs.none': 'You have no requests in the making.',
  'jobs.heading': 'Your requests in the making:',
  'jobs.line': '- {prompt} · {model} · {credits} set aside',
  'jobs.lineSeveral': '- {prompt} · {model} · {pictures} · {credits} set aside',

  'kept.heading': "These results are finished and paid, but they couldn't be posted. Press a button to see one:",
  'kept.line': '{number}. {prompt} · {model} · {credits} · kept until {when}',
  'kept.show': 'Show {number}',
  'kept.gone': "This isn't kept any longer.",

  'help.what': 'Easel makes pictures from words, and this server shares the credits that pay for them.',
  'help.imagine':
    '- `/imagine` makes a picture. Only `prompt` is needed. `count` makes up to four at once; `private` shows it to you alone. If you leave out model or size, your last choice is used.',
  'help.edit':
    '- `/edit` changes a picture that you attach. To edit one in the channel, open its menu and choose Apps, then Edit with Easel.',
  'help.media':
    '- `/video`, `/speech`, `/music` and `/3d` make other things; `/upscale` makes a picture larger, `/run` runs a workflow that was added to the bot or on this server; some have a command of their own, `/w-…`. Animate and Upscale stand under pictures and in their menus.',
  'help.presets': '- `/preset save` saves options under a name; `/preset use` makes a picture with them.',
  'help.models': '- `/models` lists the models with prices, sizes and options; `/loras` lists the LoRAs you can use.',
  'help.credits':
    '- `/credits balance` shows what you can spend, `/credits history` where your credits went, `/credits top` who has made the most. `/credits give` gives some of your bonus to someone.',
  'help.jobs':
    "- `/jobs list` shows your requests in the making, and finished ones that couldn't be posted; `/jobs cancel` stops one; `/jobs favourites` shows your favourites.",
  'help.privacy':
    '- `/privacy show` tells you what Easel keeps about you; `/privacy export` hands it to you; `/privacy delete` deletes it.',
  'help.staff':
    '- For moderators: `/mod`. For server managers: `/setup view` shows the settings; the rest of `/setup` changes them.',
  'help.help': '- `/help` shows this.',
  'help.buttons':
    'Buttons below a picture: Again makes another one, Change lets you adjust it first, Edit changes the picture itself, Favourite saves it to your list, Report tells the moderators, and Delete removes your own picture.',
  'help.money':
    'Credits are set aside when you ask and charged when the picture is there. If it fails, the message says what happened to them.',
} as const;
