import type { Problem } from '../../backup/ports.ts';
import type { Counts, PaceNow, Progress } from '../../backup/reached.ts';
import type { Run, RunState } from '../../backup/run.ts';
import type { ErrorCode } from '../../errors.ts';
import {
  plainNamesOf,
  type ExportState,
  type Overview,
  type ServiceOverview,
  type Settings,
} from '../../messages.ts';
import type { JournalEntry } from '../shell/journal.ts';
import { kinds } from './report-kinds.ts';
import { each, field, line, part, tally, when, type Line } from './report-line.ts';
import { stateLine } from './state-line.ts';

/** All that a report is made of. Much of it is personal. */
export interface ReportFacts {
  /** Milliseconds since 1970. */
  now: number;
  extensionVersion: string;
  userAgent: string;
  /** The schema this version writes, and the one on disk; undefined: no database, or the browser does not say. */
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

const phase = field(kinds.phase);
const reason = field(kinds.reason);
const stage = field(kinds.stage);
const code = field(kinds.code);
const language = field(kinds.language);
const theme = field(kinds.theme);
const pace = field(kinds.pace);
const item = field(kinds.item);
const network = field(kinds.network);
const extent = field(kinds.extent);
const count = field(kinds.count);
const decimal = field(kinds.decimal);
const yesOrNo = field(kinds.yesOrNo);
const answer = field(kinds.answer);
const duration = field(kinds.duration);
const distance = field(kinds.distance);
const version = field(kinds.version);
const browser = field(kinds.browser);
const rowName = field(kinds.rowName);
const who = field(kinds.who);
const happening = field(kinds.happening);

const storageLine = line<
  NonNullable<ReportFacts['storage']>
>`storage: ${count((of) => of.usageBytes)} bytes used of ${count((of) => of.quotaBytes)}, persistent ${answer((of) => of.isPersisted)}`;

const settingsLine = line<Settings>`settings: language ${language((of) => of.language)}, theme ${theme((of) => of.theme)}, back up on open ${yesOrNo((of) => of.backupOnOpen)}, keep awake ${yesOrNo((of) => of.keepComputerAwake)}, notify ${yesOrNo((of) => of.notifyWhenDone)}`;

const countsLine = line<Counts>`  mails listed ${count((of) => of.mailsListed)}, saved ${count((of) => of.mailsSaved)}, failed ${count((of) => of.mailsFailed)}; files wanted ${count((of) => of.assetsWanted)}, saved ${count((of) => of.assetsSaved)}, failed ${count((of) => of.assetsFailed)}; ${count((of) => of.sizeBytes)} bytes`;

const paceWords = line<PaceNow>`, ${count((of) => of.underWay)} of ${count((of) => of.atOnce)} at once${part(
  ({ isSlowed }) => (isSlowed ? true : undefined),
  line`, slowed`,
)}`;

const progressLines: Line<Progress>[] = [
  line`  stage ${stage((of) => of.stage)}, total known ${yesOrNo((of) => of.isTotalKnown)}, time left ${duration((of) => of.msLeft)}`,
  line`  ${decimal((of) => of.requestsPerSecond)} requests/s, ${decimal((of) => of.bytesPerSecond / 1000)} kB/s${part((of) => of.pace, paceWords)}`,
  when((of) => of.counts, [countsLine]),
];

type Of<Phase extends RunState['phase']> = Extract<RunState, { phase: Phase }>;
const inPhase =
  <Phase extends RunState['phase']>(phase: Phase) =>
  ({ state }: Run): Of<Phase> | undefined =>
    state.phase === phase ? (state as Of<Phase>) : undefined;

const waitingWords = line<Of<'waiting'>>`, ${reason((state) => state.reason)}`;
const failedWords = line<Of<'failed'>>`, ${code((state) => state.code)}`;
const doneWords = line<
  Of<'done'>
>`, ended ${distance((state) => state.finishedAt)}, new mails ${count((state) => state.newMails)}`;
const withPictures = line`, with pictures`;
const notBefore = line<string>`, not before ${distance((time) => time)}`;
const mailsBefore = line<number>`, mails before ${count((mails) => mails)}`;

const runLine = line<Run>`  run: ${extent((run) => (run.isFull ? 'full' : 'incremental'))}${part((run) => run.withPictures || undefined, withPictures)}, began ${distance((run) => run.startedAt)}, ${phase((run) => run.state.phase)}${part(inPhase('waiting'), waitingWords)}${part(inPhase('failed'), failedWords)}${part(inPhase('done'), doneWords)}${part((run) => run.notBefore, notBefore)}${part((run) => run.mailsBefore, mailsBefore)}`;

/** A row of the popup, with what belongs to it. */
interface Row {
  name: string;
  row: ServiceOverview;
  pace: string;
  isPicturesLater: boolean | undefined;
  runs: Run[];
}

const until = line<string>`, until ${distance((time) => time)}`;
const untilOf = ({ row: { state } }: Row) => ('until' in state ? state.until : undefined);

const rowLines: Line<Row>[] = [
  line``,
  line`${rowName(({ name }) => name)}`,
  line`  ${part(({ row }) => row.state, stateLine)}${part(untilOf, until)}, set up ${yesOrNo(({ row }) => row.isSetUp)}, pace ${pace((of) => of.pace)}, pictures later ${yesOrNo((of) => of.isPicturesLater)}`,
  when(({ row }) => ('progress' in row.state ? row.state.progress : undefined), progressLines),
  each(({ runs }) => runs, [runLine]),
];

const problemLine = line<
  Pick<Problem, 'kind' | 'code'>
>`  failed: ${item((of) => of.kind)} ${code((of) => of.code)}`;

const mailboxLines: Line<ReportFacts['mailboxes'][number] & { number: number; name: string }>[] = [
  line``,
  line`mailbox ${count(({ number }) => number)} of ${rowName(({ name }) => name)}`,
  when(({ counts }) => counts, [countsLine]),
  tally(({ problems }) => problems, problemLine),
];

type ExportOf<Phase extends ExportState['phase']> = Extract<ExportState, { phase: Phase }>;
const exportIn =
  <Phase extends ExportState['phase']>(phase: Phase) =>
  ({ overview }: ReportFacts): ExportOf<Phase> | undefined =>
    overview.export.phase === phase ? (overview.export as ExportOf<Phase>) : undefined;

const packingWords = line<
  ExportOf<'packing'>
>`, ${count((of) => of.done)} of ${count((of) => of.total)} files`;
const exportedWords = line<
  ExportOf<'done'>
>`, mails ${count((of) => of.mails)}, files ${count((of) => of.assets)}, ${count((of) => of.sizeBytes)} bytes`;

const happened = line<JournalEntry>`  ${distance((entry) => entry.at)}: ${who((entry) => entry.who)} ${happening((entry) => entry.what)}`;

/**
 * The report: what stands in each line, where it comes from, and of which kind it may be. English, for engineers. What is
 * not in this table is not in a report.
 */
export const reportLines: readonly Line<ReportFacts>[] = [
  line`Mail Ark problem report`,
  line`version ${version((of) => of.extensionVersion)}, schema ${count((of) => of.schema.known)} (on disk: ${count((of) => of.schema.found)})`,
  line`browser ${browser((of) => of.userAgent)}, ${network((of) => (of.isOnline ? 'online' : 'offline'))}`,
  when((of) => of.storage, [storageLine]),
  when((of) => (of.storage ? undefined : true), [line`storage: unknown`]),
  when((of) => of.settings, [settingsLine]),
  when((of) => of.overview.storeProblem, [line`database: failed ${code((problem) => problem)}`]),
  when((of) => of.readProblem, [line`mailboxes could not be read: ${code((problem) => problem)}`]),
  each(rowsOf, rowLines),
  each(mailboxesOf, mailboxLines),
  line``,
  line`export: ${part((of) => of.overview.export, stateLine)}${part(exportIn('packing'), packingWords)}${part(exportIn('done'), exportedWords)}`,
  line``,
  line`what happened`,
  when((of) => (of.journal.length === 0 ? true : undefined), [line`  nothing yet`]),
  each((of) => of.journal, [happened]),
];

function rowsOf({ overview, settings, runs }: ReportFacts): Row[] {
  const names = plainNamesOf(overview.services);
  return overview.services.map((row, at) => ({
    name: names[at] ?? 'service ?',
    row,
    pace: settings.paces[row.service] ?? 'default',
    isPicturesLater: settings.picturesLater[row.service],
    runs: runs.filter(
      ({ service, account }) =>
        service === row.service && (row.containerNumber === undefined || account === row.account),
    ),
  }));
}

function mailboxesOf({ overview, mailboxes }: ReportFacts) {
  const names = plainNamesOf(overview.services);
  const nameOf = (service: string) =>
    /^service \d+/.exec(names[overview.services.findIndex((row) => row.service === service)] ?? '')?.[0];
  return mailboxes.map((box, at) => ({ ...box, number: at + 1, name: nameOf(box.service) ?? 'service ?' }));
}
