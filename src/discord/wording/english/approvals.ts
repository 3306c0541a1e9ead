/** Questions about a price, and requests that wait for an approval. */
export const approvalsMessages = {
  'price.making': 'Making it…',
  'price.saidYes': 'You said yes to this before. It is made and charged once.',
  'price.dropped': 'Nothing was made. You were not charged.',
  'price.decided': 'This question was answered before, or its time is over. Nothing changed.',
  'price.threshold':
    'This now costs more than you can confirm yourself here: a moderator has to allow it. Shall they be asked?',
  'price.gone': 'This question is too old. Use the command again. Nothing changed.',
  'price.not_yours': 'Only the one who asked for this picture can answer. Nothing changed.',
  'price.question': {
    one: 'This picture costs **{credits}** of the {spendable} that you can spend right now. Shall Easel make it?',
    other:
      'These {count} pictures cost **{credits}** of the {spendable} that you can spend right now. Shall Easel make them?',
  },
  'price.dearer.route':
    'The price shown is {shown}, but the cheaper image service has trouble right now. You can also try again in a few minutes.',
  'price.dearer.last_choice':
    'The default costs {shown}. You left out model or size, so your last choice is used: {model}.',
  'price.dearer.repeat': 'This picture cost {shown} before. The price has changed.',
  'price.dearer.options': {
    one: '{model} costs {shown} without {options}, which only a dearer service or setting has.',
    other: '{model} costs {shown} without these options, which only a dearer service or setting has: {options}.',
  },
  'price.dearer.picture': '{model} costs {shown} for a picture of the usual size.',
  'price.nothingYet': '-# Nothing is set aside until you say yes.',
  'price.short':
    'This costs {credits}, and you have {spendable} left. Your allowance starts afresh {when}. You were not charged.\nA moderator can pay for it from the server’s pool, if you ask.',
  'price.aboveThreshold': {
    one: 'This picture costs {credits}. Above {threshold}, a moderator has to allow it here. Shall they be asked?',
    other:
      'These {count} pictures cost {credits}. Above {threshold}, a moderator has to allow it here. Shall they be asked?',
  },
  'price.notCharged': '-# You were not charged.',
  'price.forEveryone':
    'You asked for a private picture: moderators will read the prompt, and an approved picture is posted in this channel **for everyone**.',
  'price.asked':
    'A moderator has been asked about this picture for {credits}. If they approve, it appears in this channel for everyone; if nobody decides within a day, the request ends. You were not charged.',

  'approver.onlyModerators': 'Only moderators can decide this. Nothing changed.',
  'approver.approved': 'Approved. The picture is being made and appears in the channel of the request.',
  'approver.waits':
    'Approved. It waits for its turn: the picture starts by itself and appears in the channel of the request.',
  'approver.declined': 'Declined. The member reads so in the channel of the request.',
  'approver.decided': 'Somebody was faster, or the request is over: it is decided already. Nothing changed.',
  'approver.gone': 'There is no record of this request any more. Nothing changed.',
  'approver.not_yours': 'This request is not yours to decide. Nothing changed.',
  'approver.poolTooSmall':
    'You approved it, but the server’s pool has too few credits to pay for it, so it is not made. The member reads so. Nobody was charged.',
  'approver.dayLimit':
    "You approved it, but this bot has reached its operator's spending limit for today, so it isn't made. It can be asked for again {when}. The member has been told. Nobody was charged.",
  'approver.dayLimitServer':
    "You approved it, but this server has reached the spending limit that the bot's operator set for today, so it isn't made. It can be asked for again {when}. The member has been told. Nobody was charged.",
  'approver.refused':
    'You approved it, but the rules of the server refuse it by now, so it is not made. The member reads so. Nobody was charged.',

  'request.short': {
    one: '{member} asks for a picture for **{credits}**, and is short of credits.',
    other: '{member} asks for {count} pictures for **{credits}**, and is short of credits.',
  },
  'request.threshold': {
    one: '{member} asks for a picture for **{credits}**, which is above the limit of this server.',
    other: '{member} asks for {count} pictures for **{credits}**, which is above the limit of this server.',
  },
  'request.model': '- Model: {model} · {size}',
  'request.modelPrivate': '- Model: {model} · {size} · wished to be private',
  'request.usualSize': 'usual size',
  'request.size': 'size {size}',
  'request.usualModel': 'the usual one',
  'request.channel': '- Where: {channel}',
  'request.prompt': '- Prompt: ||{prompt}||',
  'request.endsAt': '-# Without a decision it ends {when}.',
  'request.undecided': '-# Not decided yet.',
  'request.approved': '**Approved** {when}',
  'request.approvedBy': '**Approved** by {approver} {when}',
  'request.declined': '**Declined** {when}',
  'request.declinedBy': '**Declined** by {approver} {when}',
  'request.expired': '**Ended** {when}: nobody decided in time.',
  'request.dropped': '**Taken back** {when}',

  'ended.expired':
    '{member}, nobody decided about your request in time, so it has ended. You can ask again.\nYou were not charged.',
  'ended.notAsked':
    '{member}, the moderators could not be asked about your request, so it has ended. You can ask again.\nYou were not charged.',
  'ended.declined': '{member}, your request was declined.\nYou were not charged.',
  'ended.declinedFor': '{member}, your request was declined: {reason}\nYou were not charged.',
} as const;
