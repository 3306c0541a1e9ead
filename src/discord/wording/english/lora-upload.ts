/** `/setup loras upload`. */
export const loraUploadMessages = {
  'upload.noService': 'LoRAs can be uploaded to RunningHub only, and it has no key here.',
  'upload.notRun': '{model} takes no LoRA at RunningHub, to which they are uploaded. Choose another model.',
  'upload.begun': 'Fetching the file… This ends within 14 minutes, or is given up.',
  'upload.fetching': 'Fetching the file…',
  'upload.fetchingAt': 'Fetching the file: {percent} %…',
  'upload.uploading': 'Uploading it to RunningHub…',
  'upload.uploadingAt': 'Uploading it to RunningHub: {percent} %…',
  'upload.done': 'Uploaded: {mebibytes} MiB, at RunningHub {file}.',
  'upload.honest':
    "RunningHub says that LoRAs of one's own work with the node RHLoraLoader of its workflows. Whether the endpoint behind {model} takes them, nobody has verified. Make one picture to see before you announce it.",
  'upload.busy': 'Another LoRA is being uploaded right now; one at a time goes through. Try again in a few minutes.',
  'upload.address':
    'The `url` must be a whole address that begins with https://, without a user name, and so must what it leads to.',
  'upload.private': 'The `url` leads into a private network. Files are fetched from the open internet only.',
  'upload.status':
    'The other side answered with status {status} instead of a file. Check the `url`, and that everybody may download it.',
  'upload.unreachable': 'The file could not be fetched from there. Check the `url`, and try again.',
  'upload.too_large': 'The file is larger than {gibibytes} GiB, which is the most that is taken.',
  'upload.not_safetensors':
    'That is no LoRA: by its name and from its first bytes on it has to be a `.safetensors` file.',
  'upload.no_room': 'There is no room for the file on the disk of Easel. Tell who runs Easel.',
  'upload.service_refused': 'RunningHub did not take the file. Who runs Easel finds the reason in the log.',
  'upload.service_down': 'RunningHub cannot be reached right now, or broke off. Try again in a few minutes.',
  'upload.daily':
    'A server can upload {most} LoRAs within 24 hours, and this one has. The next one can go through from {when} on.',
  'upload.crawling':
    'The other side sends less than {kilobytes} kB a second, also after {seconds} seconds, and others wait meanwhile. Put the file where it can be fetched faster, and try again.',
  'upload.slow':
    'It took more than 14 minutes, which is as long as Discord lets Easel answer. Try again, or from a faster place.',
  'upload.stopping': 'Easel is restarting. Try again in a minute.',
} as const;
