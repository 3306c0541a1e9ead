/** `/setup loras upload`. */
export const loraUploadMessages = {
  'upload.noService': 'LoRAs can only be uploaded to RunningHub, and this bot has no key for it.',
  'upload.notRun': "LoRAs are uploaded to RunningHub, and {model} doesn't support them there. Choose another model.",
  'upload.begun': 'Fetching the file… If this takes more than 14 minutes, it stops.',
  'upload.fetching': 'Fetching the file…',
  'upload.fetchingAt': 'Fetching the file: {percent} %…',
  'upload.uploading': 'Uploading it to RunningHub…',
  'upload.uploadingAt': 'Uploading it to RunningHub: {percent} %…',
  'upload.done': "Uploaded {mebibytes} MiB. RunningHub's name for it is {file}.",
  'upload.honest':
    "RunningHub says that its workflows can use your own LoRAs through the node RHLoraLoader. Whether {model} can use them isn't confirmed. Make one picture to check before you announce it.",
  'upload.busy': 'This server is already uploading a LoRA. Wait until it is done.',
  'upload.full': 'Easel is uploading as many LoRAs as it can right now. Try again in a few minutes.',
  'upload.address':
    'The `url` and every address it redirects to must be a complete https:// address without a user name.',
  'upload.status':
    'The server at that `url` answered with status {status} instead of a file. Check the `url`, and that everyone can download it.',
  'upload.unreachable':
    "Easel can't fetch the file from there. The `url` has to be on the open internet. Check it, and try again.",
  'upload.too_large': 'The file is larger than {gibibytes} GiB, which is the limit.',
  'upload.not_safetensors': "That isn't a valid `.safetensors` LoRA file.",
  'upload.no_room': "Easel's disk is full. Please tell whoever runs this bot.",
  'upload.service_refused': "RunningHub didn't accept the file. Whoever runs this bot can find the reason in the log.",
  'upload.service_down': "RunningHub can't be reached right now, or the connection broke. Try again in a few minutes.",
  'upload.daily':
    'A server can upload {most} LoRAs within 24 hours, and this server has. The next upload is possible from {when} on.',
  'upload.failures':
    'This server already has {most} failed uploads within 24 hours, which is the limit. The next upload is possible from {when} on.',
  'upload.crawling':
    'The download is slower than {kilobytes} kB a second, even after {seconds} seconds, and other servers are waiting. Put the file on a faster server and try again.',
  'upload.slow':
    'The upload took more than 14 minutes, which is as long as Discord lets Easel answer. Try again, or put the file on a faster server.',
  'upload.stopping': 'Easel is restarting. Try again in a minute.',
} as const;
