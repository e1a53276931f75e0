import type { ErrorCode } from '../errors.ts';
import type { Problem, Refusal } from './ports.ts';
import type { Run } from './run.ts';

/** What is remembered of a mail or file that the service refuses, until it is saved. */
export interface Trouble {
  /** ISO time of the first refusal with this code. */
  refusedAt: string;
  /** `startedAt` of the run that met it. */
  run: Run['startedAt'];
  code: ErrorCode;
  /** SHA-256 of answers that differed from each other; absent: there were none to compare. */
  sums?: string[];
}

/** Two refusals that far apart, each while others were served, are no bad minute of the service. */
const apartMs = 10 * 60_000;

/** The rules for a mail or file that was refused while others of its kind were served: how it stands, and what is remembered. */
export function afterRefusal(
  before: Trouble | undefined,
  { kind, code, at, run }: Pick<Refusal, 'kind' | 'code' | 'at' | 'run'>,
): { state: Problem['state']; trouble: Trouble } {
  const isSame = before?.code === code;
  const trouble = isSame ? before : { refusedAt: at, run, code };
  const isProven = trouble.run !== run && Date.parse(at) - Date.parse(trouble.refusedAt) >= apartMs;
  if (code === 'not-found' && isProven) return { state: 'gone', trouble };
  return { state: kind === 'mail' && code === 'broken-record' ? 'quarantined' : 'damaged', trouble };
}
