import sharp, { type Sharp } from 'sharp';
import { drawCaption } from './picture-caption.ts';
import { drawScene } from './picture-scene.ts';
import type { PixelSize } from './picture-size.ts';

/** The formats a stand-in writes. */
export type PictureFormat = 'png' | 'jpeg' | 'webp';

/** All that a picture depends on; equal specifications give equal pictures. */
export interface PictureSpec extends PixelSize {
  readonly model: string;
  readonly format: PictureFormat;
  readonly prompt: string;
  readonly lora: { readonly name: string; readonly strength: number } | null;
  /** Another one gives another picture of the same things; 0 when left out. */
  readonly variant?: number;
  /** Pictures that it is made from besides the prompt; none when left out. */
  readonly inputs?: number;
}

/** Draws what the prompt names, as far as it is known, exactly of the asked size, with what was asked written on it. */
export async function renderPicture(spec: PictureSpec): Promise<Buffer> {
  const { widthPx, heightPx } = spec;
  const caption = drawCaption(
    {
      title: `${widthPx}×${heightPx} · ${spec.model}`,
      prompt: spec.prompt,
      note: noteOf(spec),
    },
    spec,
  );
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}">` +
    `${drawScene({ ...spec, variant: spec.variant ?? 0 })}${caption}</svg>`;
  return encode(sharp(Buffer.from(svg)), spec.format);
}

function noteOf({ lora, inputs = 0 }: PictureSpec): string | null {
  const notes = [
    ...(inputs === 0 ? [] : [`edit of ${inputs} ${inputs === 1 ? 'picture' : 'pictures'}`]),
    ...(lora === null ? [] : [`LoRA ${lora.name} · strength ${lora.strength}`]),
  ];
  return notes.length === 0 ? null : notes.join(' · ');
}

function encode(picture: Sharp, format: PictureFormat): Promise<Buffer> {
  switch (format) {
    case 'png':
      return picture.png({ compressionLevel: 6 }).toBuffer();
    case 'jpeg':
      return picture.flatten({ background: '#000' }).jpeg({ quality: 90 }).toBuffer();
    case 'webp':
      return picture.webp({ lossless: true, effort: 1 }).toBuffer();
  }
}
