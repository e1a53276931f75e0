import { BadAnswerError, MailArkError, RateLimitedError, SignedOutError } from '../errors.ts';
import type { Expectation, RequestSpec, Source } from '../sources/source.ts';
import { findMedia, type MediaFinding } from '../mail/media-type.ts';
import type { HttpAnswer } from './ports.ts';
import { parseRetryAfter } from './retry-timing.ts';

/** What each expectation gives once it is met. */
interface Answers {
  json: { text: string; json: unknown };
  html: { text: string };
  media: { bytes: Uint8Array<ArrayBuffer>; contentType: string };
}

/** An answer that passed every check. */
export type CheckedAnswer<Expected extends Expectation> = Answers[Expected];

/** Larger pages and lists are no pages and lists. */
export const longestTextBytes = 32 * 1024 * 1024;

/**
 * Believes an answer only when status, length, type and content are what was asked for. Throws `RateLimitedError`,
 * `SignedOutError`, a `MailArkError` of code `client-too-old`, or `BadAnswerError`.
 */
export function checkAnswer<Expected extends Expectation>(
  source: Pick<Source, 'findProblem'>,
  spec: RequestSpec<Expected>,
  answer: HttpAnswer,
  now: number,
): CheckedAnswer<Expected> {
  const { body } = answer;
  const text = spec.expect === 'media' ? '' : decode(body, answer.header('content-type'));
  checkStart(source, spec, answer, { text, now });
  checkLength(spec, answer, body.length);
  return contentChecks[spec.expect](answer, text);
}

/** Believes the beginning of an answer, whose text is `text`, as `checkAnswer` does. */
export function checkStart(
  source: Pick<Source, 'findProblem'>,
  spec: RequestSpec,
  answer: HttpAnswer,
  { text, now }: { text: string; now: number },
): void {
  const { status } = answer;
  if (status === 429 || status === 503)
    throw new RateLimitedError(
      status,
      parseRetryAfter(answer.header('retry-after'), now, answer.header('date')),
    );
  checkProblem(source, spec, status, text);
  checkStatus(spec, status);
}

const contentChecks: {
  [Expected in Expectation]: (answer: HttpAnswer, text: string) => CheckedAnswer<Expected>;
} = { json: checkJson, html: checkPage, media: checkMedia };

function checkProblem(
  source: Pick<Source, 'findProblem'>,
  spec: RequestSpec,
  status: number,
  text: string,
): void {
  const problem = source.findProblem(status, spec.expect, text);
  if (problem === undefined) return;
  if (problem === 'signed-out') throw signedOut(spec, status);
  if (problem === 'client-too-old') throw new MailArkError(problem, 'The service wants a newer client.');
  throw new BadAnswerError(problem, status, `The service answered with a failure: ${problem}.`);
}

/** A refusal of a request that carried no proof says nothing about the session. */
function signedOut(spec: RequestSpec, status: number): MailArkError {
  return spec.auth === 'none'
    ? new BadAnswerError('forbidden', status, 'The server refuses a request without account.')
    : new SignedOutError('The service says that no account is signed in.');
}

function checkStatus(spec: RequestSpec, status: number): void {
  if (status >= 200 && status < 300 && status !== 206) return;
  if (status === 401) throw signedOut(spec, status);
  if (status === 403) throw new BadAnswerError('forbidden', status, 'The server refuses this.');
  if (status === 404 || status === 410)
    throw new BadAnswerError('not-found', status, 'There is no such thing.');
  if (status >= 300 && status < 400)
    throw new BadAnswerError('redirected', status, 'The server sent us elsewhere.');
  if (status >= 500 || status === 408)
    throw new BadAnswerError('server-unavailable', status, `The server answered ${status}.`);
  throw new BadAnswerError('unexpected-status', status, `The server answered ${status}.`);
}

/** Believes the length of a body. Throws `BadAnswerError`. */
export function checkLength(spec: RequestSpec, answer: HttpAnswer, sizeBytes: number): void {
  const { status } = answer;
  if (sizeBytes === 0) throw new BadAnswerError('empty-body', status, 'The answer is empty.');
  const declared = answer.header('content-length');
  // What a page read is text again, and what was compressed has another length on the wire.
  if (declared === undefined || spec.via === 'page' || isEncoded(answer)) return;
  // Over HTTP/2 a body shorter than declared resolves as success (whatwg/fetch #1786).
  if (/^\d+$/.test(declared.trim()) && Number(declared) !== sizeBytes)
    throw new BadAnswerError('short-body', status, `Of ${declared} bytes ${sizeBytes} came.`);
}

function isEncoded(answer: HttpAnswer): boolean {
  const encoding = answer.header('content-encoding')?.trim().toLowerCase();
  return encoding !== undefined && encoding !== '' && encoding !== 'identity';
}

function checkSize({ status, body }: HttpAnswer): void {
  if (body.length > longestTextBytes)
    throw new BadAnswerError('too-large', status, 'The answer is absurdly large.');
}

function checkJson(answer: HttpAnswer, text: string): CheckedAnswer<'json'> {
  checkSize(answer);
  const { status } = answer;
  try {
    return { text, json: JSON.parse(text) as unknown };
  } catch {
    if (/^\s*</.test(text)) throw new BadAnswerError('error-page', status, 'A page came instead of data.');
    const isCut = /^\s*[[{]/.test(text);
    throw new BadAnswerError(isCut ? 'short-body' : 'wrong-type', status, 'The data cannot be read.');
  }
}

function checkPage(answer: HttpAnswer, text: string): CheckedAnswer<'html'> {
  checkSize(answer);
  const { status } = answer;
  const contentType = answer.header('content-type');
  if (contentType !== undefined && !/html|xml|text\/plain/i.test(contentType))
    throw new BadAnswerError('wrong-type', status, 'What came is not a page.');
  if (text.trim() === '') throw new BadAnswerError('empty-body', status, 'The page is empty.');
  return { text };
}

function checkMedia(answer: HttpAnswer): CheckedAnswer<'media'> {
  const media = findMedia(answer.body);
  if (media?.isWhole) return { bytes: answer.body, contentType: media.contentType };
  throw noMedia(answer, media);
}

/** Why a file is not believed that begins with the answer's body. */
export function noMedia({ status, body }: HttpAnswer, media: MediaFinding | undefined): BadAnswerError {
  if (media) return new BadAnswerError('short-body', status, 'The file has no end.');
  const beginning = new TextDecoder().decode(body.subarray(0, 256));
  if (/^\s*(?:<!doctype|<html|<\?xml|\{)/i.test(beginning))
    return new BadAnswerError('error-page', status, 'A page came instead of a file.');
  return new BadAnswerError('not-media', status, 'The bytes are no picture, video or sound.');
}

function decode(body: Uint8Array<ArrayBuffer>, contentType: string | undefined): string {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(contentType ?? '')?.[1];
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(body);
  } catch {
    return new TextDecoder().decode(body); // An unknown charset.
  }
}
