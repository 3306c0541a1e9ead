import { mostLoraBytes, type UploadRefusal, type UploadStep } from '../../domain/lora-upload.ts';
import { inlineCode } from './escape.ts';

const gib = 1024 ** 3;
const mib = 1024 ** 2;
const stepPercent = 5;

/** `/setup loras upload`. */
export const loraUploadTexts = {
  noService: 'LoRAs can be uploaded to RunningHub only, and it has no key here.',
  notRun: (model: string) =>
    `${inlineCode(model, 50)} takes no LoRA at RunningHub, to which they are uploaded. Choose another model.`,
  begun: 'Fetching the file… This ends within 14 minutes, or is given up.',
  step: ({ kind, fraction }: UploadStep) =>
    `${kind === 'fetching' ? 'Fetching the file' : 'Uploading it to RunningHub'}${percent(fraction)}…`,
  done: (file: string, sizeBytes: number) =>
    `Uploaded: ${Math.max(1, Math.round(sizeBytes / mib))} MiB, at RunningHub ${inlineCode(file, 200)}.`,
  honest: (model: string) =>
    `RunningHub says that LoRAs of one's own work with the node RHLoraLoader of its workflows. Whether the endpoint behind ${inlineCode(model, 50)} takes them, nobody has verified. Make one picture to see before you announce it.`,
  refused: (refusal: UploadRefusal) => refusals[refusal.why]('status' in refusal ? refusal.status : 0),
} as const;

const refusals = {
  busy: () => 'Another LoRA is being uploaded right now; one at a time goes through. Try again in a few minutes.',
  address: () =>
    `The ${inlineCode('url')} must be a whole address that begins with https://, without a user name, and so must what it leads to.`,
  private: () =>
    `The ${inlineCode('url')} leads into a private network. Files are fetched from the open internet only.`,
  status: (status: number) =>
    `The other side answered with status ${status} instead of a file. Check the ${inlineCode('url')}, and that everybody may download it.`,
  unreachable: () => `The file could not be fetched from there. Check the ${inlineCode('url')}, and try again.`,
  too_large: () => `The file is larger than ${mostLoraBytes / gib} GiB, which is the most that is taken.`,
  not_safetensors: () =>
    `That is no LoRA: by its name and from its first bytes on it has to be a ${inlineCode('.safetensors')} file.`,
  no_room: () => 'There is no room for the file on the disk of Easel. Tell who runs Easel.',
  service_refused: () => 'RunningHub did not take the file. Who runs Easel finds the reason in the log.',
  service_down: () => 'RunningHub cannot be reached right now, or broke off. Try again in a few minutes.',
  slow: () =>
    'It took more than 14 minutes, which is as long as Discord lets Easel answer. Try again, or from a faster place.',
  stopping: () => 'Easel is restarting. Try again in a minute.',
} as const satisfies Record<UploadRefusal['why'], (status: number) => string>;

/** In steps, so that a crawling number is not an edit each time. */
function percent(fraction: number | null): string {
  return fraction === null ? '' : `: ${Math.floor((fraction * 100) / stepPercent) * stepPercent} %`;
}
