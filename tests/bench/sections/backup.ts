import type { BackupTimes } from '../page/backup.ts';
import { barPlot, linePlot } from '../plot.ts';
import {
  aimTable,
  inMegabytes,
  inSeconds,
  median,
  table,
  type AimRow,
  type BenchContext,
  type Section,
} from '../section.ts';
import type { TrafficSummary } from '../traffic.ts';
import { watchMemory, withService, withSignedIn, type MemoryTrace } from '../with-browser.ts';

const pictureBytes = 112_500;

interface Floor {
  ms: number;
  sizeBytes: number;
  /** One list and one mail, over connections that are not there yet. */
  roundTripsMs: number;
  processorSeconds: number;
}

interface Backup {
  times: BackupTimes;
  memory: MemoryTrace;
  traffic: TrafficSummary;
  processorSeconds: number;
  /** Opening the popup afterwards, with nothing new. */
  again: { contentMs: number; finishedMs: number; requests: number };
}

/** One size of inbox, measured so many times in turn: floor, backup, floor, backup … */
interface Size {
  mails: number;
  floors: Floor[];
  backups: Backup[];
}

type Data = Size[];

/** Backup at the fast pace against the same browser fetching the same addresses and throwing the bytes away. */
export const backupSection: Section<Data> = {
  name: 'backup',
  async measure(context) {
    const sizes = context.isQuick ? [800] : [800, 8_000];
    const data: Data = [];
    for (const mails of sizes) data.push(await measureSize(mails, context));
    return data;
  },
  render,
};

async function measureSize(mails: number, { extension, rounds, say }: BenchContext): Promise<Size> {
  return withService({ mails, pictureBytes }, async (service) => {
    const addresses = await service.addresses();
    const size: Size = { mails, floors: [], backups: [] };
    for (let round = 1; round <= rounds; round++) {
      say(`${mails} mails, round ${round} of ${rounds}: floor`);
      const floor = await withSignedIn(service, extension, async (browser) => {
        const { ms: roundTripsMs } = await browser.ask('roundTrips', addresses);
        const before = sum(browser.processorSeconds());
        const { result } = await watchMemory(browser, () => browser.ask('fetchAndThrowAway', addresses));
        return { ...result, roundTripsMs, processorSeconds: sum(browser.processorSeconds()) - before };
      });
      size.floors.push(floor);
      say(`  ${inSeconds(floor.ms)} s; backup`);
      size.backups.push(
        await withSignedIn(service, extension, async (browser) => {
          await browser.ask('changeSettings', { paces: { izone: 'fast' } });
          await service.reset();
          const before = sum(browser.processorSeconds());
          const { result: times, memory } = await watchMemory(browser, () =>
            browser.ask('backUp', 'Back up'),
          );
          const processorSeconds = sum(browser.processorSeconds()) - before;
          const traffic = await service.traffic();
          if (times.newMails !== mails) throw new Error(`Of ${mails} mails ${times.newMails} were saved.`);
          await service.reset();
          const again = await browser.ask('openPopup');
          const { requests } = await service.traffic();
          say(`  ${inSeconds(times.finishedAt - times.clickedAt)} s`);
          return { times, memory, traffic, processorSeconds, again: { ...again, requests } };
        }),
      );
    }
    return size;
  });
}

const sum = (values: Record<string, number>): number =>
  Object.values(values).reduce((all, each) => all + each, 0);

/** Processor time of a backup for each second of the floor's, in the round of the same number. */
const processorRatios = ({ floors, backups }: Size): number[] =>
  backups.map(({ processorSeconds }, at) => processorSeconds / floors[at]!.processorSeconds);

const tookMs = ({ times }: Backup): number => times.finishedAt - times.clickedAt;
const firstMailMs = ({ times }: Backup): number => times.firstCommitAt - times.firstRequestAt;

/** Pages, mails and files of the inbox: what no backup can do without. */
function neededRequests({ traffic }: Backup): number {
  return traffic.requests - traffic.repeated - traffic.pastTheEnd;
}

function aims(size: Size): AimRow[] {
  const { mails, floors, backups } = size;
  const floorMs = median(floors.map(({ ms }) => ms));
  const backupMs = median(backups.map(tookMs));
  const processor = {
    floor: median(floors.map(({ processorSeconds }) => processorSeconds)),
    backup: median(backups.map(({ processorSeconds }) => processorSeconds)),
    ratio: median(processorRatios(size)),
  };
  const last = backups.at(-1)!;
  const needed = neededRequests(last);
  const pages = Math.ceil(mails / 20);
  const extra = Math.max(...backups.map((backup) => backup.traffic.requests - neededRequests(backup)));
  const allowed = 3 + Math.ceil(Math.log2(pages));
  const trips = median(floors.map(({ roundTripsMs }) => roundTripsMs));
  const first = median(backups.map(firstMailMs));
  const peak = median(backups.map(({ memory }) => memory.peakBytes));
  const popupMs = median(backups.map(({ again }) => again.contentMs));
  const againMs = median(backups.map(({ again }) => again.finishedMs));
  const againRequests = Math.max(...backups.map(({ again }) => again.requests));
  return [
    {
      // The times depend on what else the machine does, processor time hardly does.
      what: `Processor time of a backup of ${mails} mails, ${inMegabytes(last.traffic.sizeBytes)} MB`,
      floor: `${processor.floor.toFixed(1)} s, in ${inSeconds(floorMs)} s`,
      measured: `${processor.backup.toFixed(1)} s, ${processor.ratio.toFixed(2)} ×, in ${inSeconds(backupMs)} s`,
      aim: '≤ 1.25 ×',
      isReached: processor.ratio <= 1.25,
    },
    {
      what: 'Requests of a first backup',
      floor: `${needed}`,
      measured: `+ ${extra}`,
      aim: `+ at most ${allowed}`,
      isReached: extra <= allowed,
    },
    {
      what: 'First mail committed, from the first request sent',
      floor: `${Math.round(trips)} ms`,
      measured: `${Math.round(first)} ms`,
      aim: '≤ 2 × + 100 ms',
      isReached: first <= 2 * trips + 100,
    },
    {
      what: 'Nothing new',
      floor: '–',
      measured: `${againRequests} requests, ${inSeconds(againMs)} s`,
      aim: '≤ 2 requests, ≤ 1 s',
      isReached: againRequests <= 2 && againMs <= 1_000,
    },
    {
      what: 'Memory while backing up, above idle',
      floor: `idle: ${inMegabytes(median(backups.map(({ memory }) => memory.idleBytes)))} MB`,
      measured: `+ ${inMegabytes(peak)} MB`,
      aim: '+ ≤ 400 MB, flat',
      isReached: peak <= 400e6,
    },
    {
      what: 'Popup open to content',
      floor: '–',
      measured: `${Math.round(popupMs)} ms`,
      aim: '≤ 150 ms',
      isReached: popupMs <= 150,
    },
  ];
}

function render(data: Data): ReturnType<Section['render']> {
  const largest = data.at(-1)!;
  const last = largest.backups.at(-1)!;
  const growth = data.map(({ mails, floors, backups }) => [
    String(mails),
    inSeconds(median(floors.map(({ ms }) => ms))),
    inSeconds(median(backups.map(tookMs))),
    (median(backups.map(tookMs)) / mails).toFixed(1),
    median(floors.map(({ processorSeconds }) => processorSeconds)).toFixed(1),
    median(backups.map(({ processorSeconds }) => processorSeconds)).toFixed(1),
    inMegabytes(median(backups.map(({ memory }) => memory.peakBytes))),
  ]);
  const rounds = largest.backups.map((backup, at) => [
    String(at + 1),
    inSeconds(largest.floors[at]!.ms),
    inSeconds(tookMs(backup)),
    (tookMs(backup) / largest.floors[at]!.ms).toFixed(2),
    processorRatios(largest)[at]!.toFixed(2),
    String(Math.round(firstMailMs(backup))),
    inMegabytes(backup.memory.peakBytes),
  ]);
  const text = [
    `Fast pace, pictures of ${pictureBytes / 1000} KB, medians of ${largest.backups.length}. The floor fetches the same addresses, as many at once at each host, in a page of the same extension, and throws the bytes away.`,
    ...data.map((size) => `### ${size.mails} mails\n\n${aimTable(aims(size))}`),
    `### Every round of ${largest.mails} mails\n\n${table(
      [
        'Round',
        'Floor, s',
        'Backup, s',
        'Ratio',
        'Ratio of processor time',
        'First mail, ms',
        'Memory above idle, MB',
      ],
      rounds,
    )}`,
    `### How cost grows\n\n${table(
      [
        'Mails',
        'Floor, s',
        'Backup, s',
        'ms per mail',
        'Processor, floor, s',
        'Processor, backup, s',
        'Memory above idle, MB',
      ],
      growth,
    )}`,
    '![Requests a second over time](images/bench-throughput.svg)\n\n![When each stage ran](images/bench-stages.svg)\n\n![Memory over time](images/bench-memory.svg)',
  ].join('\n\n');
  return {
    title: 'Backup',
    text,
    pictures: {
      'bench-throughput.svg': throughputPlot(largest.mails, last),
      'bench-stages.svg': stagePlot(largest.mails, last),
      'bench-memory.svg': linePlot(
        `Memory above idle while backing up ${largest.mails} mails`,
        { x: 'seconds', y: 'MB' },
        [{ name: 'all processes', points: last.memory.points.map(([x, bytes]) => [x, bytes / 1e6]) }],
      ),
    },
  };
}

const kinds = [
  ['list', 'pages of the list'],
  ['detail', 'mails'],
  ['picture', 'pictures'],
  ['portrait', 'portraits'],
] as const;

function throughputPlot(mails: number, { traffic }: Backup): string {
  const lines = kinds.slice(0, 3).map(([kind, name]) => ({
    name,
    points: traffic.seconds.map(({ second, requests }): [number, number] => [second, requests[kind] ?? 0]),
  }));
  return linePlot(
    `Requests in each second of a backup of ${mails} mails`,
    { x: 'seconds', y: 'requests' },
    lines,
  );
}

function stagePlot(mails: number, { traffic, times }: Backup): string {
  const seconds = (at: number): number => Math.max(0, (at - times.clickedAt) / 1000);
  const bars = kinds.flatMap(([kind, name]) => {
    const stage = traffic.stages.find((each) => each.kind === kind);
    return stage ? [{ name, from: seconds(stage.firstAt), to: seconds(stage.lastAt) }] : [];
  });
  return barPlot(`First to last request of each stage, ${mails} mails`, 'seconds since the click', [
    ...bars,
    { name: 'all saved', from: 0, to: seconds(times.finishedAt) },
  ]);
}
