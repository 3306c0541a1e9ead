/** Short answers of several commands: what stops, what is in the making, what one has, help. */
export const answersMessages = {
  'cancel.cancelled': 'Stopped. The picture’s own message says what became of the credits.',
  'cancel.asked':
    'Asked the image service to stop. The picture’s own message says how it ends, and what became of the credits.',
  'cancel.too_late':
    'Too late: the image service goes on with this picture, so it is posted and charged when it is done.',
  'cancel.over': 'This one is over already. Nothing changed.',
  'cancel.not_found': 'There is no such picture in the making. Nothing changed.',
  'cancel.not_yours': 'Only the one who asked for it, or a moderator, can stop this picture. Nothing changed.',

  'again.notFound': 'The record of this picture is gone, so it cannot be made again from here. You were not charged.',
  'again.notYours': 'This picture was private: only the one who asked for it can make it again. You were not charged.',
  'again.theirPictures':
    'This is an edit of pictures that somebody else chose, so only they can make it again. Press Edit to change the picture that you see here. You were not charged.',
  'again.notYourFailure': 'Only the person who asked for this can retry it. You weren’t charged.',
  'again.retried': 'This was retried already, or there is nothing to retry. You weren’t charged.',
  'again.draftGone': 'What you typed isn’t kept any longer. Please type it again. You weren’t charged.',
  'form.reopen.title': 'Change it and try again',
  'form.reopen.prompt.input': 'Prompt',
  'form.reopen.promptCut.input': 'Prompt (shortened: too long for a form)',
  'form.reopen.model.input': 'Model',
  'form.reopen.size.input': 'Size: a ratio, or WIDTHxHEIGHT',
  'form.reopen.lora.input': 'LoRA: name:0.8, or empty for none',
  'form.reopen.further.input': 'Other options, such as quality:high count:2',

  'accepted.inChannel': 'On it, for {member}…',
  'accepted.elsewhere': 'On it. Your picture appears here: {link}',

  'balance.suspended': "You're suspended and can't make pictures here {until}. Your credits stay yours: **{credits}**.",
  'balance.spendable': 'You can spend **{credits}** right now.',
  'balance.allowance.day': '- Allowance: {left} of {allowance} left this day; it starts afresh {when}',
  'balance.allowance.week': '- Allowance: {left} of {allowance} left this week; it starts afresh {when}',
  'balance.allowance.month': '- Allowance: {left} of {allowance} left this month; it starts afresh {when}',
  'balance.bonus': '- Bonus: {credits}',
  'balance.held': '- Set aside for pictures in the making: {credits}',
  'balance.pool': '- The server’s pool: {pool}',
  'balance.unlimited': 'unlimited',
  'balance.usualPrice': '- A picture with {model}: {credits}',
  'balance.lastChoicePrice': '- A picture with {model}, your last choice: {credits}',

  'jobs.none': 'You have no pictures in the making.',
  'jobs.heading': 'Your pictures in the making:',
  'jobs.line': '- {prompt} · {model} · {credits} set aside',
  'jobs.lineSeveral': '- {prompt} · {model} · {pictures} · {credits} set aside',

  'kept.heading': 'These pictures are finished and paid, but they couldn’t be posted. Press a button to see one:',
  'kept.line': '{number}. {prompt} · {model} · {credits} · kept until {when}',
  'kept.show': 'Show {number}',
  'kept.gone': 'This picture isn’t kept any longer.',

  'help.what': 'Easel makes pictures from words, and this server shares the credits that pay for them.',
  'help.imagine':
    '- `/imagine` makes a picture. Only `prompt` is needed; `count` makes up to four at once; `private` shows it to you alone. The model and size that you last named stand in where you name none.',
  'help.edit':
    '- `/edit` changes a picture that you attach. For one in the channel, open its menu and choose Apps, then Edit with Easel.',
  'help.presets': '- `/preset save` keeps options under a name, `/preset use` makes a picture with them.',
  'help.models':
    '- `/models` lists the models with their prices, sizes and options; `/loras` the LoRAs to pick by name.',
  'help.credits':
    '- `/credits balance` shows what you can spend, `/credits history` what became of it, `/credits top` who makes most. `/credits give` hands on your bonus.',
  'help.jobs':
    '- `/jobs list` shows your pictures in the making, and finished ones that couldn’t be posted; `/jobs cancel` stops one; `/jobs favourites` shows those you have marked.',
  'help.privacy': '- `/privacy` shows, exports or deletes what is kept about you.',
  'help.staff': '- For moderators: `/mod`. For those who manage the server: `/setup`.',
  'help.help': '- `/help` shows this.',
  'help.buttons':
    'Below a picture, Again makes another one, Change lets you alter it first, Edit changes the picture itself with words, Favourite marks it for you, Report tells the moderators about it, and Delete takes your own away.',
  'help.money':
    'Credits are set aside when you ask and charged when the picture is there. If it fails, the message says what happened to them.',
} as const;
