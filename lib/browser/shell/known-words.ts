import type { Progress, RestReason, RunState } from '../../backup/ports.ts';
import type { Pace } from '../../backup/pace.ts';
import { errorCodes } from '../../errors.ts';
import type { ExportState, ServiceState, Settings } from '../../messages.ts';

/** Every word of a type; one that is missing does not compile. */
const wordsOf = <Word extends string>(words: Record<Word, true>): ReadonlySet<string> =>
  new Set(Object.keys(words));

/** The only words a problem report repeats. Anything else that stands in their place is told as `other`. */
export const knownWords = {
  phase: wordsOf<ServiceState['phase'] | ExportState['phase'] | RunState['phase']>({
    closed: true,
    'not-permitted': true,
    'signed-out': true,
    ready: true,
    queued: true,
    running: true,
    resting: true,
    waiting: true,
    active: true,
    paused: true,
    done: true,
    cancelled: true,
    failed: true,
    idle: true,
    packing: true,
    saving: true,
  }),
  reason: wordsOf<RestReason>({
    'signed-out': true,
    'account-changed': true,
    'not-allowed-yet': true,
    'permission-missing': true,
    'storage-full': true,
    offline: true,
    unreachable: true,
    'asked-to-wait': true,
  }),
  stage: wordsOf<Progress['stage']>({ listing: true, mails: true, pictures: true, finishing: true }),
  code: new Set<string>(errorCodes),
  language: wordsOf<Settings['language']>({ auto: true, en: true, ko: true, ja: true }),
  theme: wordsOf<Settings['theme']>({ auto: true, light: true, dark: true }),
  pace: wordsOf<Pace>({ gentle: true, normal: true, fast: true }),
  kind: wordsOf<'mail' | 'asset'>({ mail: true, asset: true }),
} as const;

/** The word itself where it is one of those known, `other` otherwise: text from outside never gets through. */
export function knownWord(kind: keyof typeof knownWords, word: string): string {
  return knownWords[kind].has(word) ? word : 'other';
}
