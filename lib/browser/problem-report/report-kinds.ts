import type { Pace } from '../../backup/pace.ts';
import { stages } from '../../backup/reached.ts';
import { restReasons, type RunState } from '../../backup/run.ts';
import { errorCodes } from '../../errors.ts';
import type { ExportState, ServiceState, Settings } from '../../messages.ts';
import type { Kind } from './report-line.ts';

/** Every word of a type; one that is missing does not compile. */
const wordsOf = <Word extends string>(words: Record<Word, true>): Word[] => Object.keys(words) as Word[];

const phases = wordsOf<ServiceState['phase'] | ExportState['phase'] | RunState['phase']>({
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
});

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const oneOf = (words: readonly string[]): Kind => ({
  may: new RegExp(`^(?:${words.join('|')})$`),
  otherwise: 'other',
  print: textOf,
});

const number = (may: RegExp, print: (value: number) => string): Kind => ({
  may,
  otherwise: 'unknown',
  print: (value) => (typeof value === 'number' ? print(value) : ''),
});

const duration = String.raw`(?:\d{1,2} s|\d{1,2} min \d{1,2} s|\d{1,2} h \d{1,2} min|\d{1,7} days)`;
const rowName = String.raw`service (?:\d{1,4}|\?)(?: container \d{1,4})?`;
const stateWord = `(?:${[...phases, ...stages, ...restReasons, ...errorCodes].join('|')}|other)`;

/** Everything that the report may say besides its fixed words. */
export const kinds = {
  phase: oneOf(phases),
  reason: oneOf(restReasons),
  stage: oneOf(stages),
  code: oneOf(errorCodes),
  language: oneOf(wordsOf<Settings['language']>({ auto: true, en: true, ko: true, ja: true })),
  theme: oneOf(wordsOf<Settings['theme']>({ auto: true, light: true, dark: true })),
  pace: oneOf(['default', ...wordsOf<Pace>({ gentle: true, normal: true, fast: true })]),
  item: oneOf(wordsOf<'mail' | 'asset'>({ mail: true, asset: true })),
  network: oneOf(['online', 'offline']),
  extent: oneOf(['full', 'incremental']),

  /** A whole number. */
  count: number(/^-?\d{1,16}$/, (value) => String(Math.round(value))),
  decimal: number(/^-?\d{1,16}\.\d$/, (value) => value.toFixed(1)),
  yesOrNo: { may: /^(?:yes|no)$/, otherwise: 'unknown', print: (value) => (value === true ? 'yes' : 'no') },
  /** As `yesOrNo`, where the browser may give no answer. */
  answer: {
    may: /^(?:yes|no)$/,
    otherwise: 'unknown',
    print: (value) => (value === undefined ? '' : value === true ? 'yes' : 'no'),
  },
  /** Milliseconds. */
  duration: number(new RegExp(`^${duration}$`), durationOf),
  /** A moment as its distance: a clock time says more about the user than an engineer needs. */
  distance: {
    may: new RegExp(`^(?:in ${duration}|${duration} ago)$`),
    otherwise: 'unknown',
    print: distanceOf,
  },
  version: { may: /^\d{1,5}(?:\.\d{1,5}){0,3}$/, otherwise: 'unknown', print: textOf },
  browser: {
    may: /^(?:(?:Edg|OPR|Firefox|Chrome) \d{1,4}|unknown) on (?:Android|Windows|Macintosh|CrOS|Linux|unknown)$/,
    otherwise: 'unknown',
    print: browserOf,
  },
  /** `service 1 container 2`, as `plainNamesOf` names a row. */
  rowName: { may: new RegExp(`^${rowName}$`), otherwise: 'unknown', print: textOf },
  /** The subject of a line of the journal. */
  who: { may: new RegExp(`^(?:${rowName}|export|database)$`), otherwise: 'other', print: textOf },
  /** What happened, in words of states. */
  happening: {
    may: new RegExp(`^${stateWord}(?: ${stateWord})*$`),
    otherwise: 'other',
    print: (value) =>
      textOf(value)
        .split(' ')
        .map((word) => (new RegExp(`^${stateWord}$`).test(word) ? word : 'other'))
        .join(' '),
  },
} as const satisfies Record<string, Kind>;

function durationOf(ms: number): string {
  const seconds = Math.round(Math.max(0, ms) / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} days`;
}

function distanceOf(time: unknown, now: number): string {
  const at = typeof time === 'number' ? time : Date.parse(textOf(time));
  return at > now ? `in ${durationOf(at - now)}` : `${durationOf(now - at)} ago`;
}

/** Name, main version and system; nothing else of what a browser says of itself. */
function browserOf(userAgent: unknown): string {
  const text = textOf(userAgent);
  const found = /(Edg|OPR|Firefox|Chrome)\/(\d{1,4})/.exec(
    text.replace(/Chrome\/\S+(?=.*\b(?:Edg|OPR)\/)/, ''),
  );
  const system = ['Android', 'Windows', 'Macintosh', 'CrOS', 'Linux'].find((name) => text.includes(name));
  return `${found ? `${found[1]} ${found[2]}` : 'unknown'} on ${system ?? 'unknown'}`;
}
