import type { Counts, PaceNow, Problem, Progress, Run } from '../../backup/ports.ts';
import type { ErrorCode } from '../../errors.ts';
import { plainNamesOf, type Overview, type ServiceOverview, type Settings } from '../../messages.ts';
import { wordsOfState, type JournalEntry } from '../shell/journal.ts';
import { knownWord } from '../shell/known-words.ts';

/** All that a report is made of. Much of it is personal; `writeReport` lets only numbers and known words through. */
export interface ReportFacts {
  /** Milliseconds since 1970. */
  now: number;
  extensionVersion: string;
  userAgent: string;
  /** The schema this version writes, and the one on disk; undefined: no database, or not told. */
  schema: { known: number; found?: number };
  isOnline: boolean;
  storage?: { usageBytes?: number; quotaBytes?: number; isPersisted?: boolean };
  settings: Settings;
  overview: Overview;
  runs: Run[];
  mailboxes: { service: string; counts: Counts; problems: Pick<Problem, 'kind' | 'code'>[] }[];
  /** Why runs and mailboxes could not be read. */
  readProblem?: ErrorCode;
  journal: readonly JournalEntry[];
}

/**
 * The text people copy into a bug report: versions, counts, stages, timings and error codes. No name, id, address, label
 * or word of a mail can be in it, because nothing is repeated but numbers and known words. English, for engineers.
 */
export function writeReport(facts: ReportFacts): string {
  const { now, schema, settings, overview, runs, mailboxes, journal } = facts;
  const rowNames = plainNamesOf(overview.services);
  const nameOf = (service: string) =>
    /^service \d+/.exec(rowNames[overview.services.findIndex((row) => row.service === service)] ?? '')?.[0] ??
    'service ?';
  const lines = [
    'Mail Ark problem report',
    `version ${version(facts.extensionVersion)}, schema ${count(schema.known)} (on disk: ${count(schema.found)})`,
    `browser ${browserOf(facts.userAgent)}, ${facts.isOnline ? 'online' : 'offline'}`,
    `storage: ${storageOf(facts.storage)}`,
    `settings: language ${knownWord('language', settings.language)}, theme ${knownWord('theme', settings.theme)}, back up on open ${yes(settings.backupOnOpen)}, keep awake ${yes(settings.keepComputerAwake)}, notify ${yes(settings.notifyWhenDone)}`,
    ...(overview.storeProblem === undefined
      ? []
      : [`database: failed ${knownWord('code', overview.storeProblem)}`]),
    ...(facts.readProblem === undefined
      ? []
      : [`mailboxes could not be read: ${knownWord('code', facts.readProblem)}`]),
    ...overview.services.flatMap((row, at) => [
      '',
      ...serviceLines(
        rowNames[at] ?? 'service ?',
        row,
        settings,
        runs.filter(
          ({ service, account }) =>
            service === row.service && (row.containerNumber === undefined || account === row.account),
        ),
        now,
      ),
    ]),
    ...mailboxes.flatMap((box, at) => [
      '',
      `mailbox ${at + 1} of ${nameOf(box.service)}`,
      `  ${countsOf(box.counts)}`,
      ...problemLines(box.problems),
    ]),
    '',
    `export: ${wordsOfState(overview.export)}${exportCounts(overview.export)}`,
    '',
    'what happened',
    ...(journal.length === 0 ? ['  nothing yet'] : journal.map((entry) => journalLine(entry, now))),
  ];
  return `${lines.join('\n')}\n`;
}

function serviceLines(
  name: string,
  { service, state, isSetUp }: ServiceOverview,
  settings: Settings,
  runs: Run[],
  now: number,
): string[] {
  const pace = settings.paces[service];
  const until = 'until' in state && state.until !== undefined ? `, until ${when(state.until, now)}` : '';
  return [
    name,
    `  ${wordsOfState(state)}${until}, set up ${yes(isSetUp)}, pace ${pace === undefined ? 'default' : knownWord('pace', pace)}, pictures later ${yes(settings.picturesLater[service])}`,
    ...('progress' in state && state.progress ? progressLines(state.progress) : []),
    ...runs.map((run) => `  run: ${runOf(run, now)}`),
  ];
}

function progressLines({
  stage,
  counts,
  isTotalKnown,
  requestsPerSecond,
  bytesPerSecond,
  msLeft,
  pace,
}: Progress) {
  const left = msLeft === undefined ? 'unknown' : duration(msLeft);
  return [
    `  stage ${knownWord('stage', stage)}, total known ${yes(isTotalKnown)}, time left ${left}`,
    `  ${decimal(requestsPerSecond)} requests/s, ${decimal(bytesPerSecond / 1000)} kB/s${paceOf(pace)}`,
    `  ${countsOf(counts)}`,
  ];
}

function paceOf(pace: PaceNow | undefined): string {
  if (!pace) return '';
  return `, ${count(pace.underWay)} of ${count(pace.atOnce)} at once${pace.isSlowed ? ', slowed' : ''}`;
}

function runOf({ isFull, withPictures, startedAt, notBefore, state, mailsBefore }: Run, now: number): string {
  const words = [
    isFull ? 'full' : 'incremental',
    ...(withPictures ? ['with pictures'] : []),
    `began ${when(startedAt, now)}`,
    knownWord('phase', state.phase),
    ...(state.phase === 'waiting' ? [knownWord('reason', state.reason)] : []),
    ...(state.phase === 'failed' ? [knownWord('code', state.code)] : []),
    ...(state.phase === 'done'
      ? [`ended ${when(state.finishedAt, now)}`, `new mails ${count(state.newMails)}`]
      : []),
    ...(notBefore === undefined ? [] : [`not before ${when(notBefore, now)}`]),
    ...(mailsBefore === undefined ? [] : [`mails before ${count(mailsBefore)}`]),
  ];
  return words.join(', ');
}

function countsOf(counts: Counts): string {
  return (
    `mails listed ${count(counts.mailsListed)}, saved ${count(counts.mailsSaved)}, failed ${count(counts.mailsFailed)}; ` +
    `files wanted ${count(counts.assetsWanted)}, saved ${count(counts.assetsSaved)}, failed ${count(counts.assetsFailed)}; ` +
    `${count(counts.sizeBytes)} bytes`
  );
}

/** How many failed, and of what. */
function problemLines(problems: Pick<Problem, 'kind' | 'code'>[]): string[] {
  const tally = new Map<string, number>();
  for (const { kind, code } of problems) {
    const what = `${knownWord('kind', kind)} ${knownWord('code', code)}`;
    tally.set(what, (tally.get(what) ?? 0) + 1);
  }
  return [...tally].sort().map(([what, times]) => `  failed: ${what} × ${times}`);
}

function exportCounts(state: Overview['export']): string {
  if (state.phase === 'packing') return `, ${count(state.done)} of ${count(state.total)} files`;
  if (state.phase !== 'done') return '';
  return `, mails ${count(state.mails)}, files ${count(state.assets)}, ${count(state.sizeBytes)} bytes`;
}

function journalLine({ at, who, what }: JournalEntry, now: number): string {
  const known = /^(service \d{1,4}( container \d{1,4})?|export|database)$/.test(who) ? who : 'other';
  const words = what.split(' ').map((word) => (isAnyKnownWord(word) ? word : 'other'));
  return `  ${when(at, now)}: ${known} ${words.join(' ')}`;
}

const isAnyKnownWord = (word: string): boolean =>
  (['phase', 'stage', 'reason', 'code'] as const).some((kind) => knownWord(kind, word) !== 'other');

function storageOf(storage: ReportFacts['storage']): string {
  if (!storage) return 'not told';
  const { usageBytes, quotaBytes, isPersisted } = storage;
  return `${count(usageBytes)} bytes used of ${count(quotaBytes)}, persistent ${isPersisted === undefined ? 'unknown' : yes(isPersisted)}`;
}

const yes = (value: unknown): string => (value === true ? 'yes' : 'no');

/** A whole number and nothing else. */
const count = (value: unknown): string =>
  typeof value === 'number' && Number.isFinite(value) ? String(Math.round(value)) : 'unknown';

const decimal = (value: unknown): string =>
  typeof value === 'number' && Number.isFinite(value) ? value.toFixed(1) : 'unknown';

function version(text: string): string {
  return /^\d{1,5}(\.\d{1,5}){0,3}$/.test(text) ? text : 'unknown';
}

/** Name, main version and system; nothing else of what a browser says of itself. */
function browserOf(userAgent: string): string {
  const found = /(Edg|OPR|Firefox|Chrome)\/(\d{1,4})/.exec(
    userAgent.replace(/Chrome\/\S+(?=.*\b(?:Edg|OPR)\/)/, ''),
  );
  const system = ['Android', 'Windows', 'Macintosh', 'CrOS', 'Linux'].find((name) =>
    userAgent.includes(name),
  );
  return `${found ? `${found[1]} ${found[2]}` : 'unknown'} on ${system ?? 'unknown'}`;
}

/** Times are told as distances: a clock time says more of a person than an engineer needs. */
function when(time: string | number, now: number): string {
  const at = typeof time === 'number' ? time : Date.parse(time);
  if (!Number.isFinite(at)) return 'unknown';
  return at > now ? `in ${duration(at - now)}` : `${duration(now - at)} ago`;
}

function duration(ms: number): string {
  if (!Number.isFinite(ms)) return 'unknown';
  const seconds = Math.round(Math.max(0, ms) / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} days`;
}
