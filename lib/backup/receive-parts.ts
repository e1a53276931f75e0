import { BadAnswerError } from '../errors.ts';
import type { AssetFacts } from '../mail/asset.ts';
import { createMediaReader, findMedia } from '../mail/media-type.ts';
import type { RequestSpec, Source } from '../sources/source.ts';
import { checkAnswer, checkLength, checkStart, longestTextBytes, noMedia } from './check-answer.ts';
import type { CheckedAnswer } from './check-answer.ts';
import { createMeasure } from './hash-bytes.ts';
import type { HttpAnswer } from './ports.ts';

/** Stores the parts of one try of a file, in order. What an earlier try has stored is worth nothing. */
export type KeepParts = (parts: AsyncIterable<Uint8Array<ArrayBuffer>>) => Promise<void>;

/** A file that passed every check: in one piece, or stored part by part. */
export type ReceivedFile = CheckedAnswer<'media'> | { facts: AssetFacts };

/**
 * Receives a file. A large one is measured and checked while `keep` stores its parts, and believed at its end. Throws as
 * `checkAnswer` does, and what `keep` rejects with.
 */
export async function receiveFile(
  source: Pick<Source, 'findProblem'>,
  spec: RequestSpec<'media'>,
  answer: HttpAnswer,
  { now, keep }: { now: number; keep: KeepParts },
): Promise<ReceivedFile> {
  const { rest } = answer;
  if (!rest) return checkAnswer(source, spec, answer, now);
  checkStart(source, spec, answer, { text: '', now });
  if (!findMedia(answer.body)) throw noMedia(answer, undefined);
  const reader = createMediaReader();
  const measure = createMeasure();
  async function* measured(): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
    for await (const part of allParts(answer)) {
      reader.add(part);
      measure.add(part);
      yield part;
    }
  }
  await keep(measured());
  const facts = measure.end();
  checkLength(spec, answer, facts.sizeBytes);
  const media = reader.find();
  if (!media?.isWhole) throw noMedia(answer, media);
  return { facts: { contentType: media.contentType, ...facts } };
}

/** The answer with all of its body in one piece. Throws `BadAnswerError` where that is absurdly large. */
export async function wholeAnswer(answer: HttpAnswer): Promise<HttpAnswer> {
  const { status, header, rest } = answer;
  if (!rest) return answer;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let sizeBytes = 0;
  for await (const part of allParts(answer)) {
    parts.push(part);
    sizeBytes += part.length;
    if (sizeBytes > longestTextBytes)
      throw new BadAnswerError('too-large', status, 'The answer is absurdly large.');
  }
  const body = new Uint8Array(sizeBytes);
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return { status, header, body };
}

async function* allParts({
  body,
  rest,
}: HttpAnswer): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  yield body;
  if (rest) yield* rest;
}
