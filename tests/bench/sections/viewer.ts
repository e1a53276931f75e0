import { launchWithExtension } from '../../support/extension.ts';
import { aimTable, table, type AimRow, type Section } from '../section.ts';
import { measureGalleryScroll, type GalleryScroll } from '../viewer/gallery-scroll.ts';
import { measureViewer, type ViewerFigures } from '../viewer/measure.ts';

interface Data {
  mails: ViewerFigures[];
  gallery: GalleryScroll[];
}

/** The aims by number of mails: the list on screen, and from a key to its results, in milliseconds. */
const aimsOf = (mails: number): { listMs: number; keystrokeMs: number } =>
  mails > 8_000 ? { listMs: 800, keystrokeMs: 150 } : { listMs: 300, keystrokeMs: 30 };

/** No port of the services is listened on: the viewer asks nobody. */
const nobody = 9;

/** The viewer over a real database: opening, searching, scrolling. */
export const viewerSection: Section<Data> = {
  name: 'viewer',
  async measure({ isQuick, say }) {
    const data: Data = { mails: [], gallery: [] };
    for (const mails of isQuick ? [800] : [8_000, 100_000]) {
      say(`the viewer with ${mails} mails`);
      const browser = await launchWithExtension({ servicePort: nobody });
      try {
        data.mails.push(await measureViewer(browser, mails));
      } finally {
        await browser.discard();
      }
    }
    for (const files of isQuick ? [1_600] : [16_000]) {
      say(`the gallery with ${files} files`);
      data.gallery.push(await measureGalleryScroll(files));
    }
    return data;
  },
  render({ mails, gallery }) {
    return {
      title: 'Viewer',
      text: [
        'The built extension over a database filled for the purpose; the page looks at its own clock. Medians of three openings; eight words typed three times, the slowest of their medians; four seconds of scrolling, slow first and then as fast as somebody who pulls the bar.',
        aimTable(mails.flatMap(aims)),
        'The gallery’s wall is that of the tests’ page, over a library in memory whose pictures are drawn on demand.',
        table(
          ['Files', 'Open, ms', 'Tasks > 50 ms opening', 'Tasks > 50 ms scrolling', 'Longest, ms'],
          gallery.map(({ files, openMs, longTasks, longTasksOpening }) => [
            String(files),
            String(Math.round(openMs)),
            String(longTasksOpening.count),
            String(longTasks.count),
            String(longTasks.longestMs),
          ]),
        ),
      ].join('\n\n'),
    };
  },
};

function aims(figures: ViewerFigures): AimRow[] {
  const { mails, listMs, keystrokeMs, firstKeystrokeMs, longestTaskMs, longTasks } = figures;
  const aim = aimsOf(mails);
  const row = (what: string, measured: string, wanted: string, isReached: boolean): AimRow => ({
    what: `${what}, ${mails} mails`,
    floor: '–',
    measured,
    aim: wanted,
    isReached,
  });
  return [
    row('List on screen', `${Math.round(listMs)} ms`, `≤ ${aim.listMs} ms`, listMs <= aim.listMs),
    row(
      'Keystroke to results',
      `${Math.round(keystrokeMs)} ms (the very first: ${Math.round(firstKeystrokeMs)} ms)`,
      `≤ ${aim.keystrokeMs} ms`,
      keystrokeMs <= aim.keystrokeMs,
    ),
    row(
      'Scrolling',
      `${longTasks} tasks > 50 ms, longest ${Math.round(longestTaskMs)} ms`,
      'none',
      longTasks === 0,
    ),
  ];
}
