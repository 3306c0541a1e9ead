/** `/setup`: why not, and what to know besides. */
export const setupHintsMessages = {
  'pool.creditsMissing': 'Say in `credits` how many.',
  'pool.creditsMisplaced': '`credits` goes with add, remove and refill only.',
  'pool.periodMissing': 'Say in `period` how often the pool is filled.',
  'pool.periodMisplaced': '`period` goes with refill only.',
  'pool.tooFew': 'There are only {credits} in the pool, so that many cannot be removed.',
  'pool.countsWhenLimited': 'The pool is unlimited: what lies in it counts once it is limited.',
  'pool.empty': 'The pool is empty: until credits are added, members can spend only their bonus.',
  'pool.refill': 'Only a limited pool is filled, once per period: for the current one, before the next picture.',

  'allowance.incomplete': 'An allowance needs both `credits` and `period`.',
  'allowance.removeAlone': '`remove` takes a row away, so it goes without `credits` and `period`.',
  'allowance.full': 'There are {most} allowances already. Remove one first.',
  'allowance.none': 'none of its own',
  'allowance.best': 'A member gets the best allowance that fits; one whom none fits gets the installation’s default.',

  'channels.channelMissing': 'This action needs a `channel`.',
  'channels.channelMisplaced': 'Every channel is meant, so leave `channel` out.',
  'channels.noList': 'Every channel is open, so there is no list. Start one with `only` or `except`.',
  'channels.lastOpen': 'That is the last open channel. Put another one on the list first, or choose `everywhere`.',
  'channels.noAdultList':
    'Adult content is allowed in every age-restricted channel, so there is no list to take one from. Name the channels that keep it with `adult`, or leave `channel` out to allow it nowhere.',
  'channels.full': 'There are {most} channels on this list already. Remove one first.',
  'channels.threads': 'A thread counts as its channel.',
  'channels.ageRestricted': 'Only channels that Discord marks as age-restricted count.',

  'setupModels.unknown': "There's no model {model} here. Did you mean {known}? `/models` lists all.",
  'setupModels.unknownAlone': "There's no model {model} here. `/models` lists all.",
  'setupModels.isDefault':
    '{model} is what members get when they name no model. Make another one the default first: `/setup defaults model:`.',
  'setupModels.isClosed': '{model} is closed here. Open it first: `/setup models action:allow`.',
  'setupModels.roleMissing': 'Say in `role` who may use the model.',
  'setupModels.roleMisplaced': '`role` goes with role and no_role only.',
  'setupModels.everyoneIsNoRole': 'Everyone may use a model without roles: choose `no_role` and leave `role` out.',
  'setupModels.creditsMissing': 'Say in `credits` what a picture costs.',
  'setupModels.creditsMisplaced': '`credits` goes with price only.',
  'setupModels.full': 'There are {most} roles on this list already. Remove one first.',
  'setupModels.open': 'open',
  'setupModels.closed': 'closed',
  'setupModels.flat': 'This is the price of a picture whatever its options.',

  'further.on': 'switched on',
  'further.off': 'switched off',
  'further.full': 'There are {most} further models switched on already. Switch one off first.',
  'further.isEverywhere': '{model} is there on every server. `allow` and `deny` open and close it.',
  'further.isOff': '{model} is not switched on here. Switched on: {models}.',
  'further.noneIsOn': '{model} is not switched on here. No further model is.',
  'further.noneListed':
    'There are no further models to switch on: they come from RunComfy’s catalogue, which needs a token and is read once a day.',
  'further.unknown': 'RunComfy lists no model {model} that Easel can run. Pick one of: {models}.',
  'further.price': 'A picture costs {credits}, by RunComfy’s catalogue.',
  'further.estimate':
    'A picture costs {credits} with default options. RunComfy states one price only; what quality and resolution add is an estimate. `action:price` sets a price of your own.',
  'further.gone': '{model} (listed no more)',

  'notices.permissions': 'Easel needs View Channel and Send Messages there.',
  'notices.nothing': 'Name a `channel` or a `threshold`, or choose `off`.',
  'notices.offAlone': '`off` goes without the other options.',
  'notices.noChannel': 'Say in `channel` where approvers are asked; none is set yet.',
  'notices.waiting': 'What waits for an approval already can still be decided, for 24 hours at most.',

  'defaults.nothing': 'Name at least one option to change. `/setup view` shows what is set.',
  'defaults.resetAlone': '`reset` goes without the other options.',
  'defaults.editsOnly':
    '{model} changes pictures and makes none from words, so it cannot be the model of those who name none.',
  'defaults.badSize': '{size} is a size that no model here takes. Use a ratio such as `16:9`, or `WIDTHxHEIGHT`.',
  'defaults.otherSize': '{model} does not take this size; it goes on with its own.',
  'defaults.noEveryone': 'Everyone is meant while no role is listed, so `@everyone` cannot be.',
  'defaults.full': 'There are {most} roles on this list already. Remove one first.',
  'defaults.memberBound': 'The bot’s operator allows at most {count} per member, so {count} applies.',
  'defaults.serverBound': 'The bot’s operator allows at most {count} on a server, so {count} applies.',
  'defaults.roles': 'Whoever has one of the roles may make pictures; without any role on the list, everyone may.',

  'strikes.incomplete': 'A step needs both `count` and `hours`.',
  'strikes.removeAlone': '`remove` goes without `hours`; with `count` it removes that step, without it all.',
  'strikes.full': 'There are {most} steps already. Remove one first.',
  'strikes.forward': 'Suspensions that run already stay as they are.',
} as const;
