import type { Plan, RouteQuote } from '#catalog/plan.ts';
import { BotError } from '#core/errors.ts';
import type { ProviderName } from '#core/ids.ts';
import type { Reply } from '#jobs/job.ts';
import {
  defaultInputLimits,
  type InputProblem,
  type InputSource,
  type InputTarget,
  inputFormats,
  mostInlineBytes,
} from '#media/input.ts';
import type { SourceImage } from '#media/media.ts';
import type { CheckedInput } from '#providers/provider.ts';
import type { ActiveJob } from './active-jobs.ts';
import { type Flow, jobOf } from './flow.ts';
import { saveJob } from './save-job.ts';

/** The pictures that a job is made from, in memory while it is submitted and no longer. */
export interface Inputs {
  /** False for an offer whose route takes none as heavy as these. */
  fit(quote: RouteQuote): boolean;
  /**
   * The offer with the addresses under which its provider finds the pictures; they are handed over once to each provider.
   * The job is `opened` meanwhile: nothing has been asked for.
   *
   * @throws {@link BotError} `provider.unavailable` and `provider.unfunded` (nothing started), `refused.image` (another offer may take them), `store.unavailable`, the reason why the job was stopped
   */
  handTo(quote: RouteQuote): Promise<RouteQuote>;
}

/** Of a job that is made from words alone. */
const noInputs: Inputs = { fit: () => true, handTo: async (quote) => quote };

/**
 * Fetches and checks what is to be edited, once, before anything is sent anywhere.
 *
 * @throws {@link BotError} `refused.image`, the reason why the job was stopped
 */
export async function openInputs(active: ActiveJob, plan: Plan, reply: Reply, flow: Flow): Promise<Inputs> {
  const { images } = plan.quotes[0].settings;
  if (images.length === 0) return noInputs;
  active.progress = { kind: 'looking', pictures: images.length };
  reply.show(jobOf(active), active.progress);
  const inputs = await fetchAll(images, plan, active, flow);
  const handed = new Map<string, readonly string[]>();
  return {
    fit: (quote) => inputs.every(({ file }) => file.bytes.byteLength <= maxBytesOf(quote)),
    async handTo(quote) {
      const { provider } = quote.route;
      const target = targetOf(quote);
      const name = JSON.stringify([provider, target]);
      const addresses =
        handed.get(name) ?? (await uploadAll(await fitAll(inputs, target, flow), provider, active, flow));
      handed.set(name, addresses);
      checkInline(addresses);
      return { ...quote, inputs: addresses };
    },
  };
}

/** Within the widest bounds of the routes: those that take less are left out then. */
async function fetchAll(images: readonly SourceImage[], { quotes }: Plan, active: ActiveJob, flow: Flow) {
  const maxBytes = Math.max(...quotes.map(maxBytesOf));
  const inputs: CheckedInput[] = [];
  for (const [index, source] of images.entries()) {
    const limits = { ...defaultInputLimits, maxBytes, picture: images.length === 1 ? null : index + 1 };
    inputs.push({ source, file: await flow.fetchInput(sourceOf(source), limits, active.stop.signal) });
  }
  return inputs;
}

/** As the endpoint takes them. @throws {@link BotError} `refused.image` */
async function fitAll(inputs: readonly CheckedInput[], target: InputTarget, { fitInput }: Flow) {
  const fitted: CheckedInput[] = [];
  for (const [index, input] of inputs.entries()) {
    const picture = inputs.length === 1 ? null : index + 1;
    fitted.push({ ...input, file: await fitInput(input.file, target, { picture }) });
  }
  return fitted;
}

function targetOf(quote: RouteQuote): InputTarget {
  const { maxPixels } = defaultInputLimits;
  return { formats: quote.route.images?.formats ?? inputFormats, maxBytes: maxBytesOf(quote), maxPixels };
}

async function uploadAll(inputs: readonly CheckedInput[], provider: ProviderName, active: ActiveJob, flow: Flow) {
  // The route before has refused: a restart in the meantime must not take the job for one that may have been sent.
  if (jobOf(active).state === 'sending') await saveJob(active, { state: 'opened' }, flow);
  const addresses: string[] = [];
  for (const input of inputs) {
    const uploaded = flow.providerOf(provider).upload(input, active.stop.signal);
    addresses.push(await flow.observe(provider, 'upload', uploaded));
  }
  return addresses;
}

function maxBytesOf({ route }: RouteQuote): number {
  return route.images?.maxBytes ?? defaultInputLimits.maxBytes;
}

function sourceOf({ url, name, bytes, mediaType }: SourceImage): InputSource {
  return { url, name, declaredBytes: bytes ?? undefined, declaredType: mediaType ?? undefined };
}

/** Each is within its bounds, but a request that holds them all may not be taken, or its answer not be read: paid for nothing. */
function checkInline(addresses: readonly string[]): void {
  const inline = addresses.filter((address) => address.startsWith('data:'));
  const bytes = inline.reduce((sum, { length }) => sum + bytesIn(length), 0);
  if (bytes <= mostInlineBytes) return;
  const reason: InputProblem = inline.length === 1 ? 'too_many_bytes' : 'too_many_bytes_together';
  throw new BotError('refused.image', reason, { reason, limit: mostInlineBytes, nothingStarted: true });
}

/** Of a data URI: base64 writes three bytes as four characters. */
function bytesIn(characters: number): number {
  return Math.floor((characters * 3) / 4);
}
