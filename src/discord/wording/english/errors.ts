/** Why something did not work, and what to change. What became of the credits is among the texts about money. */
export const errorsMessages = {
  'error.optionValue': '{option} cannot be {value}.',
  'error.optionValueWith': '{option} cannot be {value} with {model}.',
  'error.option': '{option} cannot be left like that.',
  'error.optionWith': '{option} cannot be left like that with {model}.',
  'error.allowed': 'Allowed: {allowed}.',
  'error.model': 'There is no model {model} here.',
  'error.modelUnnamed': 'There is no model of that name here.',
  'error.modelGone': 'The model {model} is not in RunComfy’s catalogue any more, or cannot be run as it is now.',
  'error.pickOneOf': 'Pick one of: {allowed}.',
  'error.prompt': 'The `prompt` cannot be used as it is.',
  'error.because': 'Reason: {reason}.',
  'error.suspended': 'You cannot make pictures here at the moment.',
  'error.suspendedUntil': 'You cannot make pictures here until {when}.',
  'error.quota': 'You do not have enough credits for this.',
  'error.quotaLeft': 'You do not have enough credits for this, and you have {left} left.',
  'error.price': 'This costs {credits}.',
  'error.priceLeft': 'This costs {credits}, and you have {left} left.',
  'error.renews': 'Your allowance starts afresh {when}.',
  'error.dayLimit':
    'This bot has reached the spending limit that its operator set for today. Pictures can be made again {when}.',
  'error.dayLimitServer':
    'This server has reached the spending limit that the bot’s operator set for today. Pictures can be made again {when}.',
  'error.busy': 'Too many pictures are being made here. Wait for one to finish, or stop one with `/jobs cancel`.',
  'error.busyLimit': {
    one: '{count} picture at once is the limit here. Wait for it to finish, or stop it with `/jobs cancel`.',
    other: '{count} pictures at once is the limit here. Wait for one to finish, or stop one with `/jobs cancel`.',
  },
  'error.busyServer': 'This server has too many at once. Wait for one to finish.',
  'error.busyServerLimit': {
    one: '{count} picture at once is the limit of this server. Wait for it to finish.',
    other: '{count} pictures at once is the limit of this server. Wait for one to finish.',
  },
  'error.busyApprovals': 'Several requests of yours wait for an approval already. Wait until one of them is decided.',
  'error.busyApprovalsLimit': {
    one: '{count} request of yours waits for an approval already. Wait until it is decided.',
    other: '{count} requests of yours wait for an approval already. Wait until one of them is decided.',
  },
  'error.unavailable': 'The image service cannot be reached right now. Try again in a few minutes.',
  'error.restarted': 'Easel restarted before your request was sent. Try again.',
  'error.rejected': 'The image service did not accept this request. Change the prompt or the options and try again.',
  'error.rejectedByFilter': 'The content filter of the image service refused this. Change the prompt and try again.',
  'error.unsure':
    'The connection broke while your request was handed over, so nobody can say yet whether it was taken. It is not sent twice.',
  'error.malformed': 'The image service gave an answer that makes no sense. Try again later.',
  'error.failed': 'The image service could not finish this picture. Try again, or change the options.',
  'error.failedByFilter':
    'The content filter of the image service stopped this picture. Change the prompt and try again.',
  'error.timeout': 'The picture took far too long, so it was given up.',
  'error.unfetchable': 'The picture was made, but it could not be fetched from the image service. Try again.',
  'error.tooLarge':
    'The picture is too large for this channel, even when made smaller. Ask for a smaller size next time.',
  'error.expired': 'The picture could not be posted in time.',
  'error.forbidden':
    'The picture could not be posted: Easel may not write or attach files in this channel. A moderator can allow View Channel, Send Messages and Attach Files.',
  'error.formExpired': 'Easel was too slow to open the form. Try it again in a moment.',
  'error.approversExpired':
    'The approvers could not be asked, since Discord does not answer. Try again in a few minutes.',
  'error.approversForbidden':
    'The approvers could not be asked: Easel may not write in their channel. A moderator can allow View Channel and Send Messages there.',
  'error.store': 'Easel cannot reach its own records right now. Try again in a few minutes.',
  'error.cancelled': 'Stopped, as you asked.',
  'error.cancelledByModerator': 'Stopped by a moderator.',
  'error.shutdown': 'Easel is restarting; this goes on by itself in a moment.',
  'error.bug': 'Something went wrong inside Easel.',
  'error.reference': 'If you ask about this, name {reference}.',
} as const;
