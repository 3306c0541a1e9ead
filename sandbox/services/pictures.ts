import { type Answer, content, json } from './answer.ts';
import { type MediaSpec, mediaTypeOf, renderMedia } from './media/render-media.ts';
import { type PictureSpec, renderPicture } from './render-picture.ts';

const keptPictures = 32;

interface Output {
  /** A text is served as it is. */
  readonly spec: PictureSpec | MediaSpec | string;
  /** Before this moment the picture is not there yet, and after the other not any more; Unix milliseconds. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The finished pictures of a stand-in: drawn when first fetched, the last few kept. */
export class Pictures {
  private readonly outputs = new Map<string, Output>();
  private readonly drawn = new Map<string, Promise<Buffer>>();
  private readonly ready: (() => Buffer) | null;

  /** `ready` gives what every task makes; each picture is drawn where it is null. */
  constructor(ready: (() => Buffer) | null = null) {
    this.ready = ready;
  }

  /** Promises a picture under the path `/output/NAME`. */
  add(name: string, output: Output): void {
    this.outputs.set(name, output);
  }

  /** Answers `GET /output/NAME`; 404 outside the picture's time. */
  async answer(name: string, nowMs: number): Promise<Answer> {
    const output = this.outputs.get(name);
    if (output === undefined || nowMs < output.fromMs || nowMs >= output.untilMs) {
      return content(404, 'application/xml', '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>');
    }
    const { spec } = output;
    if (typeof spec === 'string') return content(200, 'text/plain; charset=utf-8', spec);
    const ready = this.ready?.();
    if ('kind' in spec) return content(200, mediaTypeOf[spec.kind], ready ?? (await this.draw(name, spec)));
    return content(200, `image/${spec.format}`, ready ?? (await this.draw(name, spec)));
  }

  private draw(name: string, spec: PictureSpec | MediaSpec): Promise<Buffer> {
    const picture = this.drawn.get(name) ?? ('kind' in spec ? Promise.resolve(renderMedia(spec)) : renderPicture(spec));
    this.drawn.delete(name);
    this.drawn.set(name, picture);
    for (const oldest of [...this.drawn.keys()].slice(0, -keptPictures)) this.drawn.delete(oldest);
    return picture;
  }
}

/** What every stand-in answers to a path it does not know. */
export function notFound(): Answer {
  return json(404, { error: 'Not Found' });
}
