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
  'upload.busy': 'This server is uploading a LoRA already. Wait until that one is done.',
  'upload.full': 'Easel is uploading as many LoRAs as it can right now. Try again in a few minutes.',
  'upload.address':
    'The `url` must be a whole address that begins with https://, without a user name, and so must what it leads to.',
  'upload.status':
    'The other side answered with status {status} instead of a file. Check the `url`, and that everybody may download it.',
  'upload.unreachable':
    "Easel can't fetch the file from there. The `url` has to be on the open internet. Check it, and try again.",
  'upload.too_large': 'The file is larger than {gibibytes} GiB, which is the most that is taken.',
  'upload.not_safetensors': "That isn't a valid `.safetensors` LoRA file.",
  'upload.no_room': "Easel's disk is full. Please tell whoever runs this bot.",
  'upload.service_refused': 'RunningHub did not take the file. Who runs Easel finds the reason in the log.',
  'upload.service_down': 'RunningHub cannot be reached right now, or broke off. Try again in a few minutes.',
  'upload.daily':
    'A server can upload {most} LoRAs within 24 hours, and this one has. The next one can go through from {when} on.',
  'upload.failures':
    'Too many uploads of this server have failed: {most} within 24 hours. The next one can go through from {when} on.',
  'upload.crawling':
    'The other side sends less than {kilobytes} kB a second, also after {seconds} seconds, and others wait meanwhile. Put the file where it can be fetched faster, and try again.',
  'upload.slow':
    'It took more than 14 minutes, which is as long as Discord lets Easel answer. Try again, or from a faster place.',
  'upload.stopping': 'Easel is restarting. Try again in a minute.',
} as const;
