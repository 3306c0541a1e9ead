import type { SourceImage } from './request.ts';

/** A white square of 64 by 64 pixels that is its own address, for asking about routes that change pictures. */
export const samplePicture: SourceImage = {
  url: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAAA1BMVEX///+nxBvIAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAG0lEQVRYw+3BgQAAAADDoPlT3+AEVQEAAAB8AxBAAAEZszF2AAAAAElFTkSuQmCC',
  name: 'white.png',
  bytes: 120,
  mediaType: 'image/png',
  widthPx: 64,
  heightPx: 64,
};
