import { paces, type Pace } from '../../../lib/backup/pace.ts';
import { inSeconds, table, type Section } from '../section.ts';
import type { TrafficSummary } from '../traffic.ts';
import { withService, withSignedIn } from '../with-browser.ts';

interface Data {
  pace: Pace;
  mails: number;
  tookMs: number;
  peaks: TrafficSummary['peaks'];
}

/** Inboxes large enough to reach each pace's ceilings. */
const inboxes: Record<Pace, number> = { gentle: 40, normal: 400, fast: 1_600 };

/** What the service saw of each pace: requests under way at once, and requests that began within any second. */
export const pacesSection: Section<Data[]> = {
  name: 'paces',
  async measure({ isQuick, extension, say }) {
    const data: Data[] = [];
    for (const pace of Object.keys(paces) as Pace[]) {
      const mails = isQuick ? Math.min(inboxes[pace], 100) : inboxes[pace];
      say(`${mails} mails at the ${pace} pace`);
      await withService({ mails }, (service) =>
        withSignedIn(service, extension, async (browser) => {
          await browser.ask('changeSettings', { paces: { izone: pace } });
          await service.reset();
          const { clickedAt, finishedAt } = await browser.ask('backUp', 'Back up');
          const { peaks } = await service.traffic();
          data.push({ pace, mails, tookMs: finishedAt - clickedAt, peaks });
        }),
      );
    }
    return data;
  },
  render(data) {
    const rows = data.flatMap(({ pace, mails, tookMs, peaks }) =>
      peaks.map(({ host, atOnce, perSecond }) => {
        const limits: { atOnce: number; perSecond?: number } = paces[pace];
        return [
          pace,
          `\`${host}\``,
          `${mails} in ${inSeconds(tookMs)} s`,
          `${atOnce} of ${limits.atOnce}`,
          `${perSecond} of ${limits.perSecond ?? 'no cap'}`,
        ];
      }),
    );
    return {
      title: 'Paces, as the service sees them',
      text: [
        'Highest seen at each host while an inbox was backed up. A request counts as begun when it arrives: two that left a little more than a second apart can arrive a little less than a second apart.',
        table(['Pace', 'Host', 'Mails', 'At once, of the ceiling', 'In any second, of the ceiling'], rows),
      ].join('\n\n'),
    };
  },
};
