import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { constants, Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Answer } from './answers.ts';
import { errorPage, jsonAnswer, textAnswer } from './answers.ts';
import type { LogEntry } from './counters.ts';
import { retryAfterText, type RequestFault } from './faults.ts';

/** A request over HTTP/1.1 or HTTP/2. */
export type WireRequest = IncomingMessage | Http2ServerRequest;
/** A response over HTTP/1.1 or HTTP/2. */
export type WireResponse = ServerResponse | Http2ServerResponse;

/** Applies a fault to a successful answer; faults of the connection leave it unchanged. */
export function spoil(answer: Answer, fault: RequestFault, now: number): Answer {
  const headers = { ...answer.headers };
  switch (fault.name) {
    case 'rate-limit':
    case 'unavailable': {
      const retryAfter = retryAfterText(fault, now);
      const status = fault.name === 'rate-limit' ? 429 : 503;
      const spoilt = textAnswer('<!DOCTYPE html><title>Busy</title><p>Busy</p>', 'text/html', status);
      if (retryAfter !== undefined) spoilt.headers['retry-after'] = retryAfter;
      return spoilt;
    }
    case 'short-body':
      return { ...answer, headers, body: answer.body.subarray(0, answer.body.length >> 1) };
    case 'empty-body':
      return { ...answer, headers, body: Buffer.alloc(0) };
    case 'error-page':
      return errorPage();
    case 'not-a-picture':
      return { ...errorPage(), headers };
    case 'picture-404':
      return textAnswer('<!DOCTYPE html><title>404</title><p>Not Found</p>', 'text/html', 404);
    case 'course-closed':
      return jsonAnswer({
        error: {
          data: {
            id: '#B-0000-0000',
            code: 403,
            name: 'ValueError',
            message: 'The course is closed.',
          },
        },
      });
    default:
      return answer;
  }
}

/** Sends an answer, cut short where the fault requires it, and completes the log entry. */
export function send(
  response: WireResponse,
  answer: Answer,
  fault: RequestFault | undefined,
  entry: LogEntry,
): void {
  const { status, headers, body, film } = answer;
  if (film) {
    entry.status = status;
    entry.sizeBytes = film.sizeBytes;
    (response as ServerResponse).writeHead(status, { ...headers, 'content-length': String(film.sizeBytes) });
    // A browser that gives up in the middle is no failure of the service.
    pipeline(film.pieces(), response, () => undefined);
    return;
  }
  const half = body.subarray(0, body.length >> 1);
  const isCut = fault?.name === 'cut-body';
  const isReset = fault?.name === 'reset';
  // A reset comes before the answer or in its middle, by the parity of the body's length.
  if (isReset && body.length % 2 === 0) return void cutOff(response);
  const length = status === 204 ? {} : { 'content-length': String(body.length) };
  entry.status = status;
  entry.sizeBytes = isCut || isReset ? half.length : body.length;
  if (response instanceof Http2ServerResponse) {
    response.writeHead(status, { ...headers, ...length });
  } else {
    response.writeHead(status, { ...headers, ...length });
  }
  if (!isCut && !isReset) {
    response.end(body);
  } else if (isCut && response instanceof Http2ServerResponse) {
    // HTTP/2 allows a stream to end cleanly before Content-Length is reached; browsers accept it as success.
    response.end(half);
  } else {
    (response as ServerResponse).write(half, () => setTimeout(() => cutOff(response), 5));
  }
}

function cutOff(response: WireResponse): void {
  if (response instanceof Http2ServerResponse) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else response.socket?.destroy();
}
