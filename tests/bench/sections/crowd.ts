import { paces, type Pace } from '../../../lib/backup/pace.ts';
import { demandOf, network, overload, profilesOf, type Demand } from '../crowd/demand.ts';
import { linePlot } from '../plot.ts';
import type { Section } from '../section.ts';
import { atOnce, evenly, firstInboxes, laterInboxes, meanOf, type Rush } from '../crowd/people.ts';

const people = 10_000;
/** An overloaded service couples everybody with everybody, so only one in so many is played, against that share of its strength. */
const oneIn = 500;
const patienceHours = 6;
const paceNames = Object.keys(paces) as Pace[];
const plotStepSeconds = 20;
const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Words and pictures as they stand in the document: what is behind them is large. */
interface Data {
  text: string;
  pictures: Record<string, string>;
}

/** What 10,000 people who press the button in the same hour ask of a service. A quick run leaves the overloaded service out. */
export const crowdSection: Section<Data> = {
  name: 'crowd',
  async measure({ isQuick, say }) {
    say(`${numbers.format(people)} people in the same hour`);
    const first = await demands(firstInboxes, { evenly, 'half at once': atOnce });
    const later = await demands(laterInboxes, { evenly });
    const totalPerSecond =
      (people * meanOf(firstInboxes, ({ pages, mails, pictures }) => pages + mails + pictures)) / 3600;
    const plot = (rush: string, name: string) =>
      linePlot(
        `Requests per second of ${numbers.format(people)} first backups, ${name}`,
        { x: 'minutes since the first button was pressed', y: 'requests per second' },
        paceNames.map((pace) => ({
          name: pace,
          points: smooth(first[rush]![pace].perSecond).map((value, step): [number, number] => [
            (step * plotStepSeconds) / 60,
            value,
          ]),
        })),
      );
    const text = [
      ...introduction(),
      '![Requests per second while people come evenly](images/bench-crowd-evenly.svg)',
      '',
      '![Requests per second while half of them come in five minutes](images/bench-crowd-at-once.svg)',
      '',
      ...demandTable(first, later),
      ...(isQuick ? [] : await overloadTable(Math.round(totalPerSecond / 2), say)),
      ...lessons(first, totalPerSecond),
    ];
    return {
      text: text.join('\n').trim(),
      pictures: {
        'bench-crowd-evenly.svg': plot('evenly', 'pressed evenly over an hour'),
        'bench-crowd-at-once.svg': plot('half at once', 'half of them in five minutes'),
      },
    };
  },
  render: (data) => ({ title: `${numbers.format(people)} people in the same hour`, ...data }),
};

type Demands = Record<string, Record<Pace, Demand>>;

async function demands(inboxes: typeof firstInboxes, rushes: Record<string, Rush>): Promise<Demands> {
  const all: Demands = {};
  for (const pace of paceNames) {
    const profiles = await profilesOf(inboxes, pace);
    for (const [name, rush] of Object.entries(rushes))
      (all[name] ??= {} as Record<Pace, Demand>)[pace] = demandOf(inboxes, profiles, people, rush);
  }
  return all;
}

function introduction(): string[] {
  const mean = (value: 'mails' | 'pictures') => numbers.format(meanOf(firstInboxes, (wish) => wish[value]));
  return [
    'Simulated in made-up time with the governor and the fetcher of the extension. The inboxes are assumed: one member (45 of',
    'a hundred people) to all twelve (4 of a hundred), 670 mails a member for whoever stayed all the time, a quarter to all of',
    `it; ${mean('mails')} mails and ${mean('pictures')} pictures on average. The line: ${network.latencyMs} ms, 50 Mbit/s, pictures of`,
    `${network.pictureBytes / 1000} KB. All hosts of the service are counted together; a pace binds each host by itself.`,
    '',
  ];
}

function demandTable(first: Demands, later: Demands): string[] {
  const peak = ({ perSecond }: Demand) => perSecond.reduce((most, count) => Math.max(most, count), 0);
  const busiest = ({ perSecond }: Demand) =>
    smooth(perSecond, 60).reduce((most, count) => Math.max(most, count), 0);
  const rows = paceNames.map((pace) => {
    const [even, rush, next] = [first['evenly']![pace], first['half at once']![pace], later['evenly']![pace]];
    const cells = [busiest(even), peak(even), busiest(rush), peak(rush), busiest(next), peak(next)].map(
      (value) => numbers.format(value),
    );
    return `| ${pace} | ${cells.join(' | ')} | ${duration(percentile(even.tookSeconds, 0.5))} | ${duration(percentile(even.tookSeconds, 0.95))} |`;
  });
  return [
    'A service that bears it all, requests per second (mean of the busiest minute, highest second):',
    '',
    '| Pace | evenly: minute | second | half at once: minute | second | a day later: minute | second | a backup takes (half of them) | (19 of 20) |',
    '| --- | --: | --: | --: | --: | --: | --: | --: | --: |',
    ...rows,
    '',
  ];
}

async function overloadTable(capacityPerSecond: number, say: (line: string) => void): Promise<string[]> {
  const rows: string[] = [];
  const shares = new Map<string, number>();
  for (const retryAfterSeconds of [undefined, 30]) {
    for (const pace of paceNames) {
      say(`an overloaded service, ${pace} pace`);
      const { cameIn, refused, tookSeconds } = await overload(firstInboxes, pace, people / oneIn, evenly, {
        capacityPerSecond: Math.round(capacityPerSecond / oneIn),
        seconds: patienceHours * 3600,
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      });
      const sum = (counts: number[]) => counts.reduce((all, count) => all + count, 0);
      const share = Math.round((100 * sum(refused)) / sum(cameIn));
      shares.set(`${pace} ${retryAfterSeconds}`, share);
      const isAllDone = tookSeconds.length === people / oneIn;
      const cells = [
        retryAfterSeconds === undefined ? 'nothing' : `${retryAfterSeconds} s`,
        `${share} %`,
        duration(percentile(tookSeconds, 0.5)),
        isAllDone ? duration(Math.max(...tookSeconds)) : `not in ${patienceHours} hours`,
      ];
      rows.push(`| ${pace} | ${cells.join(' | ')} |`);
    }
  }
  return [
    `A service that bears ${numbers.format(capacityPerSecond)} requests a second, half of what they need together, and answers 429 to the rest;`,
    `one client in ${oneIn} was played, against that share of it:`,
    '',
    '| Pace | 429 asks to wait | requests refused | a backup takes (half of them) | the last one |',
    '| --- | --: | --: | --: | --: |',
    ...rows,
    '',
    ...(shares.get('fast 30')! > 2 * shares.get('gentle 30')!
      ? [
          'A wait of 30 s is longer than a worker may sleep, so the run stops and begins again: at the quick paces with a burst, which',
          'is refused again. Against a service that asks for such waits the gentle pace is the quick one.',
          '',
        ]
      : []),
  ];
}

/** What the figures say, in words that hold whatever they are. */
function lessons(first: Demands, totalPerSecond: number): string[] {
  const busiest = (rush: string, pace: Pace) =>
    smooth(first[rush]![pace].perSecond, 60).reduce((most, count) => Math.max(most, count), 0);
  const ratio = (rush: string) => (busiest(rush, 'fast') / busiest(rush, 'gentle')).toFixed(1);
  return [
    `Together they need ${numbers.format(totalPerSecond)} requests a second over the hour, whatever the pace: when people come evenly, the fast pace`,
    `has a busiest minute only ${ratio('evenly')} times that of the gentle one, because its backups end sooner. The pace protects a service`,
    `from crowds (half at once: ${ratio('half at once')} times), and each person’s line from itself; from many people over a long time nothing does`,
    'but the service’s own 429, which all paces obey.',
    '',
  ];
}

/** Means over so many seconds. */
function smooth(perSecond: number[], seconds = plotStepSeconds): number[] {
  return Array.from({ length: Math.ceil(perSecond.length / seconds) }, (_, step) => {
    const part = perSecond.slice(step * seconds, (step + 1) * seconds);
    return part.reduce((sum, count) => sum + count, 0) / seconds;
  });
}

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
