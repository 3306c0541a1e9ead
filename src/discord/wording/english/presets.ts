/** Presets, the last choice, and favourites. */
export const presetsMessages = {
  'preset.description': 'Options of /imagine under a name',
  'preset.save.description': 'Keep options, and words for every prompt, under a name',
  'preset.use.description': 'Make a picture with them',
  'preset.list.description': 'Show yours and this server’s, and your last choice',
  'preset.remove.description': 'Take one away, or forget your last choice',
  'preset.save.name.description': 'What you will call it; one that is there already is replaced',
  'preset.save.style.description': 'Words that are put behind every prompt',
  'preset.save.for_server.description': 'For everybody on this server; needs Manage Server or Moderate Members',
  'preset.use.name.description': 'Your preset, or this server’s',
  'preset.remove.name.description': 'What is taken away',
  'preset.remove.for_server.description': 'This server’s, also where one of yours has that name',

  'preset.badName': 'A preset’s `name` is one line of 1–{most} characters, and not `last choice`. Nothing was kept.',
  'preset.badStyle': '`style` is one line of at most {most} characters. Nothing was kept.',
  'preset.empty':
    'There is nothing to keep yet: give at least one option, such as `model` or `style`, or name a model or a size in `/imagine` first.',
  'preset.notModerator':
    'Only those with Manage Server or Moderate Members change this server’s presets. Nothing changed.',
  'preset.unknown': 'There is no preset {name} here. `/preset list` shows what there is. You were not charged.',
  'preset.nothingToRemove': 'There is no preset {name} to take away. `/preset list` shows what there is.',
  'preset.ofGuildOnly':
    '{name} is this server’s preset: only those with Manage Server or Moderate Members take it away. Nothing changed.',
  'preset.removed': 'The preset {name} is taken away.',
  'preset.removedFromServer': 'The preset {name} is taken away from this server.',
  'preset.savedOwn': 'Kept as your preset {name}: {facts}.',
  'preset.savedServers': 'Kept as this server’s preset {name}: {facts}.',
  'preset.replacedOwn': 'Kept in the place of your preset {name}: {facts}.',
  'preset.replacedServers': 'Kept in the place of this server’s preset {name}: {facts}.',
  'preset.useIt': '`/preset use` makes a picture with it.',
  'preset.fullOwn':
    'You have {most} presets here already, which is the most. Take one away with `/preset remove` first. Nothing was kept.',
  'preset.fullServers':
    'This server has {most} presets already, which is the most. Take one away with `/preset remove` first. Nothing was kept.',
  'preset.own': '**Your presets** ({number} of {most})',
  'preset.servers': '**This server’s presets** ({number} of {most})',
  'preset.none': 'There are no presets here yet.',
  'preset.page': 'Page {page} of {pages}.',
  'preset.how': '`/preset save` keeps the options of `/imagine` under a name, `/preset use` makes a picture with them.',
  'preset.line': '- {name} · {facts}',
  'preset.labelOwn': 'yours',
  'preset.labelServers': 'this server’s',
  'preset.reasonSaved': 'preset {name} kept for the server',
  'preset.reasonRemoved': 'preset {name} of the server taken away',
  'preset.option.size': 'size {value}',
  'preset.option.quality': 'quality {value}',
  'preset.option.resolution': 'resolution {value}',
  'preset.option.steps': 'steps {value}',
  'preset.option.lora': 'LoRA {value}',
  'preset.option.loraStrength': 'at {value}',
  'preset.option.format': 'as {value}',
  'preset.option.count': 'pictures {value}',
  'preset.adds': 'adds “{style}”',
  'preset.blame':
    'The preset {name} asks for it: keep it anew with `/preset save`, or take it away with `/preset remove`.',

  'lastChoice.shown':
    'Last choice: {facts}. It stands in where you name none; `/preset remove name:last choice` forgets it.',
  'lastChoice.model': 'model {model}',
  'lastChoice.size': 'size {size}',
  'lastChoice.offered': 'Last choice: {facts}',
  'lastChoice.forgotten': 'Your last choice is forgotten: without `model` and `size` you get what is usual here again.',
  'lastChoice.none': 'There is no last choice of yours to forget.',

  'jobs.favourites.description': 'The pictures that you have marked with Favourite, newest first',
  'favourite.added': 'It is among your favourites now: `/jobs favourites` shows them. Press again to take it away.',
  'favourite.taken': 'It is no longer among your favourites.',
  'favourite.full':
    'You have {most} favourites here already, which is the most. Press Favourite under one of them to take it away: `/jobs favourites` shows them. Nothing changed.',
  'favourite.gone': 'The record of this picture is gone, so it cannot be a favourite. Nothing changed.',
  'favourite.notYours':
    'This picture was private: only the one who asked for it can make it a favourite. Nothing changed.',
  'favourite.none': 'You have no favourites here. Press Favourite under a picture to mark it.',
  'favourite.heading': 'Your favourites ({number} of {most}), newest first:',
  'favourite.headingPage': 'Your favourites ({number} of {most}, page {page} of {pages}), newest first:',
  'favourite.dropped': {
    one: '-# Taken off the list: one whose picture was deleted.',
    other: '-# Taken off the list: {count} whose pictures were deleted.',
  },
  'favourite.noPrompt': 'its prompt is no longer kept',
  'favourite.private': 'shown to you alone, so there is no link',
  'favourite.noPlace': 'where it was posted is not known',
} as const;
