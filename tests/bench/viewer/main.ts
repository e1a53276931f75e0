/**
 * How fast the viewer is with many mails. Needs the build in `.output/`.
 *
 *     node tests/bench/viewer/main.ts [number of mails …]
 */
import { launchWithExtension } from '../../support/extension.ts';
import { measureViewer } from './measure.ts';

const counts = process.argv.slice(2).map(Number);
for (const mails of counts.length > 0 ? counts : [8_000, 100_000]) {
  const browser = await launchWithExtension({ servicePort: 9 });
  try {
    console.table([await measureViewer(browser, mails)]);
  } finally {
    await browser.discard();
  }
}
