import * as v from 'valibot';
import { errorCodes } from '../errors.ts';

/** The name of the port between background and offscreen document. Its end is the end of the export. */
export const exportPortName = 'mail-ark-export';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What the background asks for. */
export const exportWish = v.strictObject({
  type: v.literal('build'),
  day: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/)),
});

/** What the offscreen document tells. */
export const exportNews = v.variant('type', [
  v.strictObject({ type: v.literal('progress'), done: count, total: count }),
  v.strictObject({
    type: v.literal('built'),
    built: v.strictObject({
      files: v.array(
        v.strictObject({
          objectUrl: v.pipe(v.string(), v.startsWith('blob:')),
          sizeBytes: count,
          fileName: v.pipe(v.string(), v.regex(/^mail-ark-[^/\\]+\.zip$/)),
        }),
      ),
      mails: count,
      assets: count,
    }),
  }),
  v.strictObject({ type: v.literal('failed'), code: v.picklist(errorCodes) }),
]);

export type ExportWish = v.InferOutput<typeof exportWish>;
export type ExportNews = v.InferOutput<typeof exportNews>;
