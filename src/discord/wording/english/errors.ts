/** Why something did not work, and what to change. What became of the credits is among the texts about money. */
export const errorsMessages = {
  'error.optionValue': "{option} can't be {value}.",
  'error.optionValueWith': "{option} can't be {value} with {model}.",
  'error.option': "{option} can't be used like that.",
  'error.optionWith': "{option} can't be used like that with {model}.",
  'error.allowed': 'Allowed: {allowed}.',
  'error.model': "There's no model {model} here.",
  'error.modelUnnamed': "There's no model of that name here.",
  'error.modelGone': "The model {model} isn't in RunComfy's catalogue any more, or can't be run right now.",
  'error.seeModels': '`/models` lists what you can use.',
  'error.prompt': "The `prompt` can't be used as it is.",
  'error.promptEmpty': 'The `prompt` is empty. Type what you want to see.',
  'error.because': 'Reason: {reason}.',
  'error.suspended': "You're suspended and can't make pictures here at the moment.",
  'error.suspendedUntil': "You're suspended and can't make pictures here {until}.",
  'error.quota': "You don't have enough credits for this.",
  'error.quotaLeft': "You don't have enough credits for this: you have {left} left.",
  'error.price': 'This costs {credits}.',
  'error.priceLeft': 'This costs {credits}, and you have {left} left.',
  'error.renews': 'Your allowance renews {when}.',
  'error.dayLimit':
    'This bot has reached the spending limit that its operator set for today. Pictures can be made again {when}.',
  'error.dayLimitServer':
    "This server has reached the spending limit that the bot's operator set for today. Pictures can be made again {when}.",
  'error.busy': 'You have too many pictures in the making. Wait for one to finish, or stop one with `/jobs cancel`.',
  'error.busyMaking': {
    one: 'You have {count} picture in the making;',
    other: 'You have {count} pictures in the making;',
  },
  'error.busyLimit': {
    one: 'this server allows {count} request at once. Wait for it to finish, or stop it with `/jobs cancel`.',
    other: 'this server allows {count} requests at once. Wait for one to finish, or stop one with `/jobs cancel`.',
  },
  'error.busyServer': 'This server has too many pictures in the making. Wait for one to finish.',
  'error.busyServerMaking': {
    one: 'This server has {count} picture in the making;',
    other: 'This server has {count} pictures in the making;',
  },
  'error.busyServerLimit': {
    one: 'it can have {count} request at once. Wait for it to finish.',
    other: 'it can have {count} requests at once. Wait for one to finish.',
  },
  'error.busyApprovals': 'You already have several requests waiting for approval. Wait until one is decided.',
  'error.busyApprovalsLimit': {
    one: 'You already have {count} request waiting for approval. Wait until it is decided.',
    other: 'You already have {count} requests waiting for approval. Wait until one is decided.',
  },
  'error.unavailable': "The image service can't be reached right now. Try again in a few minutes.",
  'error.unserved':
    "The image service doesn't take requests for this model right now. That isn't your fault: try again later, or use another model.",
  'error.unfunded':
    "The image service doesn't take requests from this bot right now. That isn't your fault: the person who runs the bot has been told. Try again later, or use another model.",
  'error.restarted': 'Easel restarted before your request was sent. Try again.',
  'error.rejected': "The image service didn't accept this request. Change the prompt or the options and try again.",
  'error.rejectedByFilter': "The image service's content filter refused this. Change the prompt and try again.",
  'error.unsure':
    "The connection broke while Easel sent your request, so it isn't known yet whether the image service has it. Easel doesn't send it twice.",
  'error.malformed': "Easel couldn't read the image service's answer. Try again later.",
  'error.failed': "The image service couldn't finish this picture. Try again, or change the options.",
  'error.failedByFilter': "The image service's content filter stopped this picture. Change the prompt and try again.",
  'error.timeout': 'This picture took far too long, so Easel stopped waiting for it.',
  'error.unfetchable': "The picture was made but couldn't be fetched from the image service. Try again.",
  'error.tooLarge':
    'The picture is too large for this channel, even when made smaller. Ask for a smaller size next time.',
  'error.expired': "The picture was made but couldn't be posted.",
  'error.forbidden':
    "The picture was made, but Easel isn't allowed to post it in this channel. A moderator can allow View Channel, Send Messages and Attach Files.",
  'error.kept': "It's kept for you for a week: use `/jobs list` to see it.",
  'error.notKept': "It couldn't be kept either. A moderator can give you the credits back.",
  'error.formExpired': "Easel couldn't open the form in time. Try again in a moment.",
  'error.approversExpired':
    "Easel couldn't ask the approvers because Discord doesn't answer. Try again in a few minutes.",
  'error.approversForbidden':
    "Easel couldn't ask the approvers: it isn't allowed to write in their channel. A moderator can allow View Channel and Send Messages there.",
  'error.store': "Easel can't reach its records right now. Try again in a few minutes.",
  'error.cancelled': 'Stopped, as you asked.',
  'error.cancelledBilled': 'Stopped, as you asked. The image service had started and bills for it all the same.',
  'error.cancelledByModerator': 'Stopped by a moderator.',
  'error.cancelledByModeratorBilled':
    'Stopped by a moderator. The image service had started and bills for it all the same.',
  'error.shutdown': 'Easel is restarting. Your picture continues by itself in a moment.',
  'error.bug': 'Something went wrong inside Easel.',
  'error.reference': 'If you ask for help, mention {reference}.',
} as const;
