/** Options that a model does not take as they were typed, and what to type instead. */
export const optionsMessages = {
  'option.someModel': 'This model',
  'option.and': ' and ',
  'option.or': ', ',
  'option.unsupported': "{model} doesn't support {option}. Leave it out.",
  'option.together': "{model} can't combine {options}. Leave one of them out.",
  'option.wordsOnly': '{model} makes pictures from words only. Use `/imagine`.',
  'option.editors': 'For edits, try {models}.',
  'option.editsOnly': '{model} only edits. Use `/edit` and attach a picture.',
  'option.pictures': {
    one: '{model} edits one picture at a time.',
    other: '{model} edits up to {count} pictures at a time.',
  },
  'option.fewerPictures': 'Attach fewer.',
  'option.picturesTry': { one: 'For {count} picture, try {models}.', other: 'For {count} pictures, try {models}.' },
  'option.empty': '{option} is empty: it has no visible text.',
  'option.size': "{model} can't make {value}. The nearest is {sizes}.",
  'option.noSize':
    "{value} isn't a size. Type a ratio such as `16:9`, pixels such as `1024x768`, or `square`, `portrait` or `landscape`.",
  'option.values': "{option} can't be {value} with {model}. Try {values}.",
  'option.unknownLora': "There's no LoRA {value} for {model}.",
  'option.loraNames': 'Pick one from `/loras`, or type a file name such as `name.safetensors`.',
  'told.unread': {
    one: "Easel has no option for {flags} here, so it's left out.",
    other: "Easel has no option for these here, so they're left out: {flags}.",
  },
  'told.read': { one: 'Used as an option: {flags}.', other: 'Used as options: {flags}.' },
  'told.words': 'The prompt: {words}',
  'told.resized': "This model can't make {asked}. The nearest is {size}.",
  'option.didYouMean': 'Did you mean {names}?',
} as const;
