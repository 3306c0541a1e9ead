/** Changing pictures: the command, its forms and its answers. */
export const editMessages = {
  'edit.description': 'Change a picture with words',
  'edit.image.description': 'The picture to change: PNG, JPEG or WebP',
  'edit.prompt.description': 'What should change',
  'edit.model.description': 'The model that edits; /models lists them',
  'edit.image2.description': 'Another picture to use',
  'edit.image3.description': 'One more picture to use',
  'editMessage.choice': 'Edit with Easel',

  'form.edit.title': 'Edit this picture',
  'form.edit.prompt.input': 'What should change?',
  'form.edit.model.input': 'Model',
  'form.edit.size.input': 'Size: 16:9, 1024x768, or empty',

  'edit.which': 'Which of these pictures do you mean?',
  'edit.pick': 'Picture {number}',
  'edit.noEditor': "None of the models here can edit pictures. You weren't charged.",
  'edit.noPicture':
    "There's no picture in this message. Use it on a message with a PNG, JPEG or WebP picture. You weren't charged.",
  'edit.drawnSticker':
    "This is an animated Lottie sticker: it's drawn by a program, so there is no picture to edit. You weren't charged.",
  'edit.gone': "That picture isn't there any more. Attach it with `/edit` instead. You weren't charged.",
  'edit.notYours': "This is private: only the person who asked for it can edit it here. You weren't charged.",
  'edit.wordsOnly': "{model} makes pictures from words only. For edits, try {editors}. You weren't charged.",

  'result.edit': { one: 'edit of a picture', other: 'edit of {count} pictures' },
  'request.edits': '- Pictures to edit: {pictures}',
  'request.editsUnlinked': '-# Some pictures have no link here because their address is too long for this message.',
  'price.editForEveryone':
    'You asked for a private result: moderators will read the prompt and see what you attached, and an approved result is posted in this channel **for everyone**.',
} as const;
