import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startService } from '../service/service.ts';
import { launchWithExtension } from '../support/extension.ts';
import { signIn, waitForDone } from '../support/journey.ts';

const mails = 60;
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Buttons that start something, and buttons that a second click on them must not press. */
const names = {
  starting: ['Back up', 'Check everything again', 'Export ZIP'],
  stopping: ['Pause', 'Cancel', 'Stop export'],
};

/** From now on clicks a stopping button the moment it takes the place of a starting one, once each time. */
async function goOnClicking(page: Page): Promise<void> {
  await page.evaluate(({ starting, stopping }) => {
    const places: [number, number][] = [];
    let before = new Map<Element, string>();
    const look = () => {
      const buttons = new Map(
        [...document.querySelectorAll('button')].map((each) => [each, each.textContent.trim()]),
      );
      for (const [each, name] of buttons) {
        if (!starting.includes(name)) continue;
        const { left, right, top, bottom } = each.getBoundingClientRect();
        // The middle and the ends: the next button may be narrower.
        for (const x of [left + 8, (left + right) / 2, right - 8]) places.push([x, (top + bottom) / 2]);
      }
      const found = new Set(places.map(([x, y]) => document.elementFromPoint(x, y)?.closest('button')));
      const come = [...buttons].filter(([each, name]) => before.get(each) !== name);
      before = buttons;
      for (const [each, name] of come) {
        if (stopping.includes(name) && found.has(each)) each.click();
      }
    };
    look();
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  }, names);
}

describe('a hasty click', () => {
  it('on what has come into a button’s place stops neither a backup nor an export', async () => {
    const service = await startService({ mails, latencyMs: 10 });
    const browser = await launchWithExtension({ servicePort: service.port });
    try {
      await signIn(browser);
      const popups = [await browser.openPage('popup.html'), await browser.openPage('popup.html')] as const;
      const [popup] = popups;
      for (const each of popups) await button(each, 'Back up').waitFor();
      await Promise.all(popups.map(goOnClicking));
      await button(popup, 'Back up').click();
      await waitForDone(browser);

      const since = Date.now();
      await button(popup, 'Check everything again').click();
      await waitForDone(browser, { since });
      await button(popup, 'Export ZIP').click();
      expect(await popup.getByText('ZIP saved').first().innerText()).toContain(`${mails} mails`);
    } finally {
      await browser.discard();
      await service.close();
    }
  });
});
