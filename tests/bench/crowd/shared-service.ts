import { MailArkError } from '../../../lib/errors.ts';
import type { Clock, HttpAnswer, Transport } from '../../../lib/backup/ports.ts';
import { jpegOf } from '../../support/scripted-service.ts';

/** A service that many clients share. */
export interface SharedService {
  /** What one client sends through; its pictures share the client's own line. */
  connect(lineBytesPerSecond: number): Transport;
  /** Requests that came in each second. */
  readonly cameIn: number[];
  /** Of these, the ones that were told to wait. */
  readonly refused: number[];
}

export interface SharedServiceOptions {
  clock: Clock;
  latencyMs: number;
  pictureBytes: number;
  /** Answers a second of all hosts together; more is refused with 429. */
  capacityPerSecond: number;
  /** Written into `Retry-After`; absent unless told. */
  retryAfterSeconds?: number;
}

const mail = new TextEncoder().encode('<p>A mail</p>');
const picture = jpegOf('picture');

export function aSharedService(options: SharedServiceOptions): SharedService {
  const { clock, latencyMs, pictureBytes, capacityPerSecond, retryAfterSeconds } = options;
  const cameIn: number[] = [];
  const refused: number[] = [];
  const refusal: HttpAnswer = {
    status: 429,
    header: (name) =>
      name === 'retry-after' && retryAfterSeconds !== undefined ? String(retryAfterSeconds) : undefined,
    body: new Uint8Array(),
  };
  return {
    cameIn,
    refused,
    connect(lineBytesPerSecond) {
      let lineFreeAt = 0;
      return {
        async send({ url }, signal) {
          signal.throwIfAborted();
          const second = Math.floor(clock.elapsed() / 1000);
          cameIn[second] = (cameIn[second] ?? 0) + 1;
          if (cameIn[second] - (refused[second] ?? 0) > capacityPerSecond) {
            refused[second] = (refused[second] ?? 0) + 1;
            await clock.sleep(latencyMs);
            return refusal;
          }
          const isPicture = url.endsWith('.jpg');
          const sizeBytes = isPicture ? pictureBytes : 4_000;
          lineFreeAt = Math.max(lineFreeAt, clock.elapsed()) + (1000 * sizeBytes) / lineBytesPerSecond;
          if (lineFreeAt - clock.elapsed() > 20_000)
            throw new MailArkError('timed-out', 'The line is too slow for so many at once.');
          await clock.sleep(latencyMs + lineFreeAt - clock.elapsed());
          return { status: 200, header: () => undefined, body: isPicture ? picture : mail };
        },
      };
    },
  };
}
