/** Presets, the last choice, and favourites. */
export const presetsMessages = {
  'preset.description': 'Save options of /imagine under a name and use them again',
  'preset.save.description': 'Save options, and words for every prompt, under a name',
  'preset.use.description': 'Make a picture with a preset',
  'preset.list.description': "Show your presets, this server's, and your last choice",
  'preset.remove.description': 'Remove a preset, or forget your last choice',
  'preset.save.name.description': 'The name of the preset; an existing one is replaced',
  'preset.save.style.description': 'Words that are added to every prompt',
  'preset.save.for_server.description': 'For everyone on this server; needs Manage Server or Moderate Members',
  'preset.use.name.description': "Your preset, or this server's",
  'preset.remove.name.description': 'The preset to remove',
  'preset.remove.for_server.description': "Remove this server's preset, even if you have one of that name",

  'preset.badName':
    "A preset's `name` is one line of 1–{most} characters, and can't be `last choice`. Nothing was saved.",
  'preset.badStyle': '`style` is one line of at most {most} characters. Nothing was saved.',
  'preset.badOption':
    '`size`, `quality`, `resolution` and `format` have at most {most} characters each, `lora` at most {mostOfLora}. Nothing was saved.',
  'preset.badSize': '`size` is a ratio such as `16:9`, pixels such as `1024x768`, or `auto`. Nothing was saved.',
  'preset.empty':
    "There's nothing to save yet. Give at least one option, such as `model` or `style`, or use a model or a size in `/imagine` first.",
  'preset.notModerator': "You need Manage Server or Moderate Members to change this server's presets. Nothing changed.",
  'preset.unknown': "There's no preset {name} here. `/preset list` shows them all. You weren't charged.",
  'preset.nothingToRemove': "There's no preset {name} here. `/preset list` shows them all. Nothing changed.",
  'preset.ofGuildOnly':
    "{name} is this server's preset: you need Manage Server or Moderate Members to remove it. Nothing changed.",
  'preset.sure': "Remove your preset {name}? That can't be undone.",
  'preset.sureOfServer': "Remove this server's preset {name}? That can't be undone.",
  'preset.removed': 'Removed the preset {name}.',
  'preset.removedFromServer': "Removed this server's preset {name}.",
  'preset.savedOwn': 'Saved your preset {name}: {facts}.',
  'preset.savedServers': "Saved this server's preset {name}: {facts}.",
  'preset.replacedOwn': 'Updated your preset {name}: {facts}.',
  'preset.replacedServers': "Updated this server's preset {name}: {facts}.",
  'preset.useIt': '`/preset use` makes a picture with it.',
  'preset.fullOwn':
    'You already have {most} presets here, which is the limit. Remove one with `/preset remove` first. Nothing was saved.',
  'preset.fullServers':
    'This server already has {most} presets, which is the limit. Remove one with `/preset remove` first. Nothing was saved.',
  'preset.own': '**Your presets** ({number} of {most})',
  'preset.servers': "**This server's presets** ({number} of {most})",
  'preset.none': 'There are no presets here yet.',
  'preset.page': 'Page {page} of {pages}.',
  'preset.how': '`/preset save` saves the options of `/imagine` under a name; `/preset use` makes a picture with them.',
  'preset.line': '- {name} · {facts}',
  'preset.labelOwn': 'yours',
  'preset.labelServers': "this server's",
  'preset.reasonSaved': "saved the server's preset {name}",
  'preset.reasonRemoved': "removed the server's preset {name}",
  'preset.option.size': 'size {value}',
  'preset.option.quality': 'quality {value}',
  'preset.option.resolution': 'resolution {value}',
  'preset.option.steps': 'steps {value}',
  'preset.option.lora': 'LoRA {value}',
  'preset.option.loraStrength': 'at {value}',
  'preset.option.format': 'as {value}',
  'preset.option.count': '{value} at once',
  'preset.adds': 'adds “{style}”',
  'preset.blame':
    'This comes from the preset {name}: save it again with `/preset save`, or remove it with `/preset remove`.',

  'lastChoice.shown':
    'Last choice: {facts}. If you leave out model or size, it is used; `/preset remove name:last choice` forgets it.',
  'lastChoice.model': 'model {model}',
  'lastChoice.size': 'size {size}',
  'lastChoice.offered': 'Last choice: {facts}',
  'lastChoice.forgotten':
    "Your last choice is forgotten. If you leave out `model` or `size`, you get this server's default again.",
  'lastChoice.none': 'You have no last choice to forget.',

  'jobs.favourites.description': 'Your favourite pictures, newest first',
  'favourite.added': 'Added to your favourites: `/jobs favourites` shows them. Press Favourite again to remove it.',
  'favourite.taken': 'Removed from your favourites.',
  'favourite.full':
    'You already have {most} favourites here, which is the limit. Open one with `/jobs favourites` and press Favourite below it to remove it. Nothing changed.',
  'favourite.gone': "Easel no longer has a record of this, so it can't be a favourite. Nothing changed.",
  'favourite.notYours': 'This is private: only the person who asked for it can make it a favourite. Nothing changed.',
  'favourite.none': 'You have no favourites here. Press Favourite below a picture to add it.',
  'favourite.heading': 'Your favourites ({number} of {most}), newest first:',
  'favourite.headingPage': 'Your favourites ({number} of {most}, page {page} of {pages}), newest first:',
  'favourite.dropped': {
    one: '-# {count} was removed from the list because its picture was deleted.',
    other: '-# {count} were removed from the list because their pictures were deleted.',
  },
  'favourite.noPrompt': 'its prompt is no longer kept',
  'favourite.private': 'private, so there is no link',
  'favourite.noPlace': 'Easel no longer knows where it was posted',
} as const;
