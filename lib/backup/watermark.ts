import type { Walk, Watermark } from './walk.ts';

/** What a walk leaves that ended without a hole. */
export function watermarkOf({ number, asOf }: Walk, finishedAt: string): Watermark {
  return { walk: number, finishedAt, ...(asOf === undefined ? {} : { asOf }) };
}
