/** Questions about a price, and requests that wait for an approval. */
export const approvalsMessages = {
  'price.making': 'Making it…',
  'price.saidYes': 'You already said yes to this. It is made and charged once.',
  'price.dropped': "Nothing was made. You weren't charged.",
  'price.decided': 'This question was already answered, or it has expired. Nothing changed.',
  'price.threshold':
    'This now costs more than you can confirm yourself here: a moderator has to approve it. Do you want to ask them?',
  'price.gone': 'This question has expired. Use the command again. Nothing changed.',
  'price.not_yours': 'Only the person who asked for this can answer. Nothing changed.',
  'price.question': {
    one: 'This costs **{credits}** of the {spendable} that you can spend right now. Do you want it?',
    other:
      'These {count} pictures cost **{credits}** of the {spendable} that you can spend right now. Do you want them?',
  },
  'price.dearer.route':
    'The usual price is {shown}, but the cheaper image service has trouble right now. You can also try again in a few minutes.',
  'price.dearer.last_choice':
    'The default costs {shown}. You left out model or size, so your last choice is used: {model}.',
  'price.dearer.repeat': 'This cost {shown} before. The price has changed.',
  'price.dearer.options': {
    one: 'Without {options}, {model} costs {shown}.',
    other: 'Without these options, {model} costs {shown}: {options}.',
  },
  'price.dearer.picture': '{model} costs {shown} for a picture of the usual size.',
  'price.nothingYet': '-# Nothing is set aside until you say yes.',
  'price.short':
    "This costs {credits}, and you have {spendable} left. Your allowance renews {when}. You weren't charged.\nYou can ask a moderator to pay for it from the server's pool.",
  'price.aboveThreshold': {
    one: 'This costs {credits}. Above {threshold}, a moderator has to approve it. Do you want to ask them?',
    other:
      'These {count} pictures cost {credits}. Above {threshold}, a moderator has to approve them. Do you want to ask them?',
  },
  'price.notCharged': "-# You weren't charged.",
  'price.forEveryone':
    'You asked for a private result: moderators will read the prompt, and an approved result is posted in this channel **for everyone**.',
  'price.asked':
    "A moderator has been asked about this request for {credits}. If they approve, it appears in this channel for everyone. If there's no decision within a day, the request ends. You weren't charged.",

  'approver.onlyModerators': 'Only moderators can decide this. Nothing changed.',
  'approver.approved': 'Approved. It is being made and appears in the channel of the request.',
  'approver.waits': 'Approved. It waits for its turn: it starts by itself and appears in the channel of the request.',
  'approver.declined': 'Declined. The member has been told.',
  'approver.declinedIn': 'Declined. The member has been told in {channel}.',
  'approver.decided': 'This request is already decided or has ended. Nothing changed.',
  'approver.approvedBefore': 'This request is already decided: {approver} approved it. Nothing changed.',
  'approver.declinedBefore': 'This request is already decided: {approver} declined it. Nothing changed.',
  'approver.gone': 'Easel no longer has this request. Nothing changed.',
  'approver.not_yours': "You can't decide this request. Nothing changed.",
  'approver.poolTooSmall':
    "You approved it, but the server's pool has too few credits, so it isn't made. The member has been told. No credits were charged.",
  'approver.dayLimit':
    "You approved it, but this bot has reached its operator's spending limit for today, so it isn't made. The member can ask again {when}. The member has been told. No credits were charged.",
  'approver.dayLimitServer':
    "You approved it, but this server has reached the spending limit that the bot's operator set for today, so it isn't made. The member can ask again {when}. The member has been told. No credits were charged.",
  'approver.refused':
    "You approved it, but this server's rules no longer allow it, so it isn't made. The member has been told. No credits were charged.",

  'request.short': {
    one: "{member} asks for something that costs **{credits}** and doesn't have enough credits.",
    other: "{member} asks for {count} pictures that cost **{credits}** and doesn't have enough credits.",
  },
  'request.threshold': {
    one: "{member} asks for something that costs **{credits}**, which is above this server's limit.",
    other: "{member} asks for {count} pictures that cost **{credits}**, which is above this server's limit.",
  },
  'request.model': '- Model: {model} · {size}',
  'request.modelPrivate': '- Model: {model} · {size} · asked for in private',
  'request.usualSize': 'default size',
  'request.size': 'size {size}',
  'request.defaultModel': 'the default model',
  'request.channel': '- Where: {channel}',
  'request.prompt': '- Prompt: ||{prompt}||',
  'request.endsAt': "-# If there's no decision, it ends {when}.",
  'request.undecided': '-# Not decided yet.',
  'request.approved': '**Approved** {when}',
  'request.approvedBy': '**Approved** by {approver} {when}',
  'request.declined': '**Declined** {when}',
  'request.declinedBy': '**Declined** by {approver} {when}',
  'request.expired': '**Ended** {when}: there was no decision in time.',
  'request.dropped': '**Withdrawn** {when}',

  'ended.expired':
    "{member}, your request ended because no moderator decided in time. You can ask again.\nYou weren't charged.",
  'ended.notAsked':
    "{member}, your request ended because the moderators couldn't be asked. You can ask again.\nYou weren't charged.",
  'ended.declined': "{member}, your request was declined.\nYou weren't charged.",
  'ended.declinedFor': "{member}, your request was declined: {reason}\nYou weren't charged.",
} as const;
