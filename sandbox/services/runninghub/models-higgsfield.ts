import type { RunningHubModel } from './fields.ts';
import { note, picture, prompt, required, words } from './flat-fields.ts';

const sizes =
  '960*1696 1088*1632 1152*1536 1152*2048 1536*1536 1536*1152 1536*2048 1344*2016 1632*1088 1696*960 2016*1344 2048*1152 2048*1536';

/** Models of Higgsfield. @see reference, section 3.2 (registry); its float and its 106 styles are not checked */
export const higgsfieldModels: readonly RunningHubModel[] = [
  {
    endpoint: 'higgsfield/soul/image-to-image',
    fields: [
      prompt(2048),
      required(picture('imageUrl')),
      required(words('size', 'size', sizes)),
      note('style'),
      required(words('quality', 'quality', 'medium high')),
    ],
    priceCny: { medium: { '': 0.7 }, high: { '': 1.4 } },
    runMs: 7000,
  },
];
