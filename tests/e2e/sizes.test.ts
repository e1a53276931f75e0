import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { startService } from '../service/service.ts';
import { hasMany } from '../support/fault-numbers.ts';
import { saveByClick } from '../support/exported-archive.ts';
import { launchWithExtension } from '../support/extension.ts';
import { changeSettings, pressBackUp, signIn, waitForDone } from '../support/journey.ts';
import { zipOracles } from '../support/zip-oracles.ts';

const gib = 1024 ** 3;

describe('an archive of more than 4 GiB', () => {
  it.runIf(hasMany)(
    'is saved by the browser, and taken by every program that reads ZIPs',
    async () => {
      const service = await startService({ mails: 1_000, pictureBytes: 2_300_000 });
      const browser = await launchWithExtension({ servicePort: service.port });
      try {
        await changeSettings(browser, { paces: { izone: 'fast' }, backupOnOpen: false });
        await signIn(browser);
        const popup = await pressBackUp(browser);
        await waitForDone(browser, { timeoutMs: 900_000 });
        const press = () => popup.getByRole('button', { name: 'Export ZIP' }).click();
        const [file = ''] = await saveByClick(browser, popup, press, 600_000);
        expect((await stat(file)).size).toBeGreaterThan(4 * gib);
        const [first = ''] = service.expected().ids;
        for (const oracle of zipOracles) {
          expect(oracle.complaintOf(file), oracle.name).toBeUndefined();
          expect(oracle.namesIn(file).join(), oracle.name).toContain(first);
        }
      } finally {
        await browser.discard();
        await service.close();
      }
    },
    3_600_000,
  );
});
