import { launchWithExtension, type ExtensionBrowser } from '../../support/extension.ts';
import { changeSettings, pressBackUp, signIn, waitForDone } from '../../support/journey.ts';
import {
  forget,
  measureExport,
  measureUsualWay,
  tryUsualWay,
  type ExportFigures,
  type UsualFigures,
} from '../archive/measure-export.ts';
import { measureImport, type ImportFigures } from '../archive/measure-import.ts';
import { measureOffline, type OfflineFigures } from '../archive/measure-offline.ts';
import type { Saved } from '../archive/usual-ways.ts';
import { aimTable, inMegabytes, inSeconds, median, table, type AimRow, type Section } from '../section.ts';
import { withService } from '../with-browser.ts';

const pictureBytes = 112_500;
/** Nobody listens there: what is in the store and in the ZIP is enough. */
const nobody = 9;

interface Data {
  mails: number;
  /** The first export also cleans every mail's markup, and keeps it. */
  firstExport: ExportFigures;
  floors: Saved[];
  exports: ExportFigures[];
  jsZip: UsualFigures;
  clientZip: UsualFigures;
  imports: ImportFigures[];
  offline: OfflineFigures;
}

/** Export and import at full size, beside the browser saving one Blob, JSZip, client-zip, and reading and hashing once. */
export const archiveSection: Section<Data> = {
  name: 'archive',
  async measure({ isQuick, rounds, say }) {
    const mails = isQuick ? 800 : 8_000;
    return withService({ mails, pictureBytes, latencyMs: 0 }, async (service) => {
      const browser = await launchWithExtension({ servicePort: service.port });
      try {
        say(`backing ${mails} mails up`);
        await fill(browser);
        const { zip, ...exported } = await measureExports(browser, rounds, say);
        const imports = await measureImports(zip, rounds, say);
        say('the offline viewer');
        const offline = await measureOffline(zip, rounds);
        return { mails, ...exported, imports, offline };
      } finally {
        await browser.discard();
      }
    });
  },
  render,
};

async function fill(browser: ExtensionBrowser): Promise<void> {
  await changeSettings(browser, { paces: { izone: 'fast' }, backupOnOpen: false });
  const client = await signIn(browser);
  const popup = await pressBackUp(browser);
  await popup.waitForTimeout(1_000);
  await popup.close();
  await waitForDone(browser, { timeoutMs: 20 * 60_000 });
  await client.close();
}

async function measureExports(browser: ExtensionBrowser, rounds: number, say: (line: string) => void) {
  const popup = await browser.openPage('popup.html');
  let zip = '';
  const exportOnce = async (): Promise<ExportFigures> => {
    if (zip !== '') await forget(zip);
    const { figures, file } = await measureExport(browser, popup);
    zip = file;
    say(`  ${inSeconds(figures.ms)} s, ${inMegabytes(figures.sizeBytes)} MB`);
    return figures;
  };
  say('the first export');
  const firstExport = await exportOnce();
  const floors: Saved[] = [];
  const exports: ExportFigures[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: one Blob, then the export`);
    const { ms, sizeBytes } = await measureUsualWay(browser, 'saveOneBlob');
    floors.push({ ms, sizeBytes });
    say(`  ${inSeconds(ms)} s, ${inMegabytes(sizeBytes)} MB`);
    exports.push(await exportOnce());
  }
  await popup.close();
  say('client-zip');
  const clientZip = await tryUsualWay(browser, 'saveByClientZip');
  say(`  ${sayUsual(clientZip)}; JSZip`);
  const jsZip = await tryUsualWay(browser, 'saveByJsZip');
  say(`  ${sayUsual(jsZip)}`);
  return { firstExport, floors, exports, clientZip, jsZip, zip };
}

async function measureImports(
  zip: string,
  rounds: number,
  say: (line: string) => void,
): Promise<ImportFigures[]> {
  const imports: ImportFigures[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: the import`);
    const browser = await launchWithExtension({ servicePort: nobody });
    try {
      const figures = await measureImport(browser, zip);
      imports.push(figures);
      say(`  ${inSeconds(tookMs(figures))} s; reading and hashing ${inSeconds(figures.floorMs)} s`);
    } finally {
      await browser.discard();
    }
  }
  return imports;
}

const tookMs = ({ planMs, importMs }: ImportFigures): number => planMs + importMs;

const sayUsual = (figures: UsualFigures): string =>
  'failure' in figures
    ? `did not get there: ${figures.failure}`
    : `${inSeconds(figures.ms)} s, memory + ${inMegabytes(figures.memory.peakBytes)} MB`;

function aims({ mails, floors, exports, jsZip, clientZip, imports, offline }: Data): AimRow[] {
  const exportMs = median(exports.map(({ ms }) => ms));
  const exportRatio = median(exports.map(({ ms }, at) => ms / floors[at]!.ms));
  const exportPeak = median(exports.map(({ memory }) => memory.peakBytes));
  const importRatio = median(imports.map((each) => tookMs(each) / each.floorMs));
  const importPeak = median(imports.map(({ memory }) => memory.peakBytes));
  const against = (name: string, figures: UsualFigures): AimRow => ({
    what: `Export against ${name}`,
    floor: sayUsual(figures),
    measured: 'failure' in figures ? '–' : `${(figures.ms / exportMs).toFixed(1)} × faster`,
    aim: '≥ 2.5 × faster',
    // What did not get there was not timed.
    isReached: !('failure' in figures) && figures.ms >= 2.5 * exportMs,
  });
  return [
    {
      what: `Export of ${mails} mails, ${inMegabytes(exports[0]!.sizeBytes)} MB`,
      floor: `one Blob: ${inSeconds(median(floors.map(({ ms }) => ms)))} s`,
      measured: `${inSeconds(exportMs)} s, ${exportRatio.toFixed(2)} ×`,
      aim: '≤ 1.5 ×',
      isReached: exportRatio <= 1.5,
    },
    {
      what: 'Memory while exporting, above before',
      floor: '–',
      measured: `+ ${inMegabytes(exportPeak)} MB`,
      aim: '+ ≤ 300 MB',
      isReached: exportPeak <= 300e6,
    },
    against('JSZip', jsZip),
    against('client-zip', clientZip),
    {
      what: 'Import of that ZIP',
      floor: `read and hash: ${inSeconds(median(imports.map(({ floorMs }) => floorMs)))} s`,
      measured: `${inSeconds(median(imports.map(tookMs)))} s, ${importRatio.toFixed(2)} ×`,
      aim: '≤ 2 ×',
      isReached: importRatio <= 2,
    },
    {
      what: 'Memory while importing, above before',
      floor: '–',
      measured: `+ ${inMegabytes(importPeak)} MB`,
      aim: '+ ≤ 300 MB',
      isReached: importPeak <= 300e6,
    },
    {
      what: `Offline viewer from a folder, all ${mails} mails listed`,
      floor: '–',
      measured: `${inSeconds(offline.wholeListMs)} s (first mails: ${inSeconds(offline.listMs)} s)`,
      aim: '< 2 s',
      isReached: offline.wholeListMs < 2_000,
    },
  ];
}

function render(data: Data): ReturnType<Section['render']> {
  const { firstExport, floors, exports, imports } = data;
  const rounds = exports.map((each, at) => [
    String(at + 1),
    inSeconds(floors[at]!.ms),
    inSeconds(each.ms),
    inMegabytes(each.memory.peakBytes),
    inSeconds(imports[at]!.floorMs),
    inSeconds(imports[at]!.planMs),
    inSeconds(imports[at]!.importMs),
    inMegabytes(imports[at]!.memory.peakBytes),
  ]);
  return {
    title: 'Export and import',
    text: [
      `By the buttons of the built extension, over what a backup saved, until the browser has the file; imports into empty profiles. The usual ways get the same pictures by reference and every mail as a file, once. The first export cleaned every mail's markup and kept it: ${inSeconds(firstExport.ms)} s. Each import ended with: ${imports[0]!.counts}.`,
      aimTable(aims(data)),
      table(
        [
          'Round',
          'One Blob, s',
          'Export, s',
          'Memory, MB',
          'Read and hash, s',
          'Plan, s',
          'Import, s',
          'Memory, MB',
        ],
        rounds,
      ),
    ].join('\n\n'),
  };
}
