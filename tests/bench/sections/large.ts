import type { BackupTimes } from '../page/backup.ts';
import { linePlot } from '../plot.ts';
import { inMegabytes, inSeconds, table, type Section } from '../section.ts';
import type { TrafficSummary } from '../traffic.ts';
import { watchMemory, withService, withSignedIn, type MemoryTrace } from '../with-browser.ts';

interface Data {
  mails: number;
  times: BackupTimes;
  memory: MemoryTrace;
  traffic: TrafficSummary;
  viewer: { listMs: number; wholeListMs: number; mails: number };
}

/** An inbox ten times the largest anybody is known to have had, its pictures small: it ends, memory is flat, the viewer opens. */
export const largeSection: Section<Data> = {
  name: 'large',
  async measure({ isQuick, extension, say }) {
    const mails = isQuick ? 2_000 : 80_000;
    return withService({ mails }, (service) =>
      withSignedIn(service, extension, async (browser) => {
        await browser.ask('changeSettings', { paces: { izone: 'fast' } });
        await service.reset();
        say(`${mails} mails with small pictures`);
        const { result: times, memory } = await watchMemory(browser, () => browser.ask('backUp', 'Back up'));
        const traffic = await service.traffic();
        if (times.newMails !== mails) throw new Error(`Of ${mails} mails ${times.newMails} were saved.`);
        const viewer = await browser.ask('openViewer');
        if (viewer.mails !== mails) throw new Error(`The viewer tells of ${viewer.mails} mails.`);
        return { mails, times, memory, traffic, viewer };
      }),
    );
  },
  render({ mails, times, memory, traffic, viewer }) {
    const tookMs = times.finishedAt - times.clickedAt;
    const half = memory.points.slice(Math.floor(memory.points.length / 2)).map(([, bytes]) => bytes);
    return {
      title: `${mails} mails`,
      text: [
        'Pictures as drawn, 6 to 20 KB; one run, fast pace.',
        table(
          [
            'Took, s',
            'Requests',
            'MB',
            'ms per mail',
            'Peak above idle, MB',
            'Lowest in the second half, MB',
            'Viewer to first mail, ms',
            'to all counted, ms',
          ],
          [
            [
              inSeconds(tookMs),
              String(traffic.requests),
              inMegabytes(traffic.sizeBytes),
              (tookMs / mails).toFixed(1),
              inMegabytes(memory.peakBytes),
              inMegabytes(Math.min(...half)),
              String(Math.round(viewer.listMs)),
              String(Math.round(viewer.wholeListMs)),
            ],
          ],
        ),
        `The viewer then listed all ${viewer.mails} mails.`,
        '![Memory over time](images/bench-large-memory.svg)',
      ].join('\n\n'),
      pictures: {
        'bench-large-memory.svg': linePlot(
          `Memory above idle while backing up ${mails} mails`,
          { x: 'seconds', y: 'MB' },
          [{ name: 'all processes', points: memory.points.map(([x, bytes]) => [x, bytes / 1e6]) }],
        ),
      },
    };
  },
};
