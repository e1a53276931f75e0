import * as v from 'valibot';
import { choice } from '../../formats/mail-ark/schemas.ts';
import { errorCodes } from '../../errors.ts';
import type { ExportOptions } from '../../messages.ts';

/** The name of the port between background and offscreen document. Closing the port ends the export. */
export const exportPortName = 'mail-ark-export';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The smallest volume that makes sense: the files that explain the archive take up a part of it. */
const smallestVolume = 1024 * 1024;

/** The options a user may choose. */
export const exportOptions = v.strictObject({
  format: v.picklist(['zip', 'mbox', 'lists']),
  choice,
  isWithoutFiles: v.boolean(),
  isWithoutName: v.boolean(),
  volumeBytes: v.exactOptional(v.pipe(count, v.minValue(smallestVolume))),
}) satisfies v.GenericSchema<unknown, ExportOptions>;

/** The requests of the background: to build, then to record what was saved. */
export const exportCommand = v.variant('type', [
  v.strictObject({
    type: v.literal('build'),
    day: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/)),
    options: exportOptions,
  }),
  v.strictObject({
    type: v.literal('saved'),
    finishedAt: v.string(),
    downloadIds: v.array(count),
  }),
]);

/** The messages from the offscreen document. */
export const exportEvent = v.variant('type', [
  v.strictObject({ type: v.literal('progress'), done: count, total: count }),
  v.strictObject({
    type: v.literal('built'),
    built: v.strictObject({
      files: v.array(
        v.strictObject({
          objectUrl: v.pipe(v.string(), v.startsWith('blob:')),
          sizeBytes: count,
          fileName: v.pipe(v.string(), v.regex(/^mail-ark-[^/\\]+\.(?:zip|mbox)$/)),
        }),
      ),
      mails: count,
      assets: count,
    }),
  }),
  v.strictObject({ type: v.literal('noted') }),
  v.strictObject({ type: v.literal('failed'), code: v.picklist(errorCodes) }),
]);

/** See `exportCommand`. */
export type ExportCommand = v.InferOutput<typeof exportCommand>;
/** See `exportEvent`. */
export type ExportEvent = v.InferOutput<typeof exportEvent>;
