/** What the rules of a server refuse. */
export const rulesMessages = {
  'rule.other': 'The rules of this server do not allow that.',
  'rule.accountAge': {
    one: 'Your Discord account has to be a day old to make pictures here.',
    other: 'Your Discord account has to be {count} days old to make pictures here.',
  },
  'rule.accountAgeSome': 'Your Discord account has to be some days old to make pictures here.',
  'rule.memberAge': {
    one: 'You have to be on this server for a day before you can make pictures here.',
    other: 'You have to be on this server for {count} days before you can make pictures here.',
  },
  'rule.memberAgeSome': 'You have to be on this server for some days before you can make pictures here.',
  'rule.role': 'None of your roles may make pictures here.',
  'rule.channel': 'Pictures are not made in this channel. Try one that the server has opened for it.',
  'rule.model': '{model} is not open on this server. Pick another one with `/models`.',
  'rule.modelRole': '{model} is kept for certain roles here, and you have none of them.',
  'rule.adultModel': '{model} runs only in age-restricted channels that the server has opened for it.',
  'rule.someModel': 'This model',
  'rule.adultLora': 'This LoRA is for age-restricted channels only. Ask again in one, or pick another with `/loras`.',
  'rule.loraWords':
    'The trigger words of this LoRA are not allowed on this server. Pick another LoRA, and tell those who run the server.',
  'rule.presetWords':
    'The style words of this preset are not allowed on this server. Change them, or tell those who run the server.',
  'rule.adultPrompt': 'This prompt belongs in an age-restricted channel. Ask again in one, or change the prompt.',
  'rule.approval': 'Nobody approves requests on this server, so it cannot be asked for.',
  'rule.never': 'What this prompt asks for is never made with Easel, on any server.',
  'rule.word': 'The prompt has {word} in it, which this server does not allow. Change the prompt.',
  'rule.someWord': 'The prompt has a word in it, which this server does not allow. Change the prompt.',
  'rule.strike': 'This counts as a strike: {strikes} now.',
  'rule.suspended': 'You are suspended until {when}.',
} as const;
