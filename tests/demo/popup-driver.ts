import type { Page } from 'playwright-core';
import type { ExtensionBrowser } from '../support/extension.ts';

const exportPatienceMs = 300_000;

/** Works the popup by the names people and assistive technology know. */
export class PopupDriver {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async waitForBackUp(): Promise<void> {
    await this.button('Back up')
      .waitFor({ timeout: 20_000 })
      .catch(async () => {
        throw new Error(`the popup offers no backup; it says “${await this.sentence()}”.`);
      });
  }

  /** Presses Back up, and agrees to what is asked first. Resolves when the run has begun. */
  async backUp(): Promise<void> {
    await this.button('Back up').click();
    const agree = this.page.getByRole('button', { name: /^(Allow|Agree) and back up$/ });
    const begun = this.button('Cancel').or(this.page.getByText(/new mail|nothing new/i).first());
    await agree.or(begun).first().waitFor({ timeout: 15_000 });
    if (await agree.isVisible()) await agree.click();
    await begun.first().waitFor({ timeout: 15_000 });
  }

  /** The run has ended, well or not: it can be started again and no longer be cancelled. */
  async isOver(): Promise<boolean> {
    return (await this.button('Back up').isVisible()) && !(await this.button('Cancel').isVisible());
  }

  async isHalfway(): Promise<boolean> {
    const bar = this.page.getByRole('progressbar');
    if ((await bar.count()) === 0) return false;
    const [value, most] = await bar
      .first()
      .evaluate((element) => [element.getAttribute('aria-valuenow'), element.getAttribute('aria-valuemax')])
      .catch(() => [null, null]);
    return value !== null && Number(value) >= Number(most ?? 100) * 0.35;
  }

  /** What the popup says of the first service, in one line. */
  async sentence(): Promise<string> {
    return this.textOf(this.page.getByRole('status').first());
  }

  /** Sentence and counts of the run. */
  async progressLine(): Promise<string> {
    const bar = this.page.getByRole('progressbar').first();
    const counts = (await bar.isVisible())
      ? await bar.getAttribute('aria-valuetext').catch(() => null)
      : null;
    return [await this.sentence(), counts].filter(Boolean).join(' · ');
  }

  /** Presses Export ZIP and waits until the popup says that it is saved. Rejects with what it says instead. */
  async exportZip(): Promise<void> {
    await this.button('Export ZIP').click();
    const endsAt = Date.now() + exportPatienceMs;
    let idleLooks = 0;
    while (!/ZIP saved/.test(await this.sentence())) {
      const isBusy = !(await this.button('Export ZIP').isVisible());
      idleLooks = isBusy ? 0 : idleLooks + 1;
      if (idleLooks > 20 || Date.now() > endsAt) {
        throw new Error(`nothing was exported; the popup says “${await this.sentence()}”.`);
      }
      await this.page.waitForTimeout(200);
    }
  }

  async photograph(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }

  private button(name: string) {
    return this.page.getByRole('button', { name, exact: true }).first();
  }

  private async textOf(locator: ReturnType<Page['locator']>): Promise<string> {
    return ((await locator.textContent({ timeout: 5000 }).catch(() => '')) ?? '').trim();
  }
}

/** Opens the popup's page in a tab of a popup's size, where it can be looked at while it runs. */
export async function openPopup(browser: ExtensionBrowser): Promise<PopupDriver> {
  const page = await browser.openPage('popup.html');
  await page.setViewportSize({ width: 380, height: 560 });
  return new PopupDriver(page);
}
