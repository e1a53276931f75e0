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

  /** Resolves when the run that has begun has ended, well or not. */
  async waitUntilOver(): Promise<void> {
    await this.button('Cancel').waitFor({ state: 'hidden' });
    await this.button('Back up').waitFor();
  }

  /** The bar is far enough to look well in a picture. */
  async isHalfway(): Promise<boolean> {
    return Number(await this.barSays('aria-valuenow')) >= 35;
  }

  /** What the popup says of the first service, in one line. */
  async sentence(): Promise<string> {
    return this.textOf(this.page.getByRole('status').first());
  }

  /** Sentence and counts of the run. */
  async progressLine(): Promise<string> {
    const counts = await this.barSays('aria-valuetext');
    return [await this.sentence(), counts].filter(Boolean).join(' · ');
  }

  /** Presses Export ZIP and waits until the popup says that it is saved; returns the file's name. Rejects with what it says instead. */
  async exportZip(): Promise<string> {
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
    return this.textOf(this.page.getByText(/^mail-ark-.+\.zip$/).first());
  }

  /** Takes a picture once no button is held back because it has just come. */
  async photograph(path: string): Promise<void> {
    await this.page
      .locator('[aria-disabled="true"]:not([role="progressbar"])')
      .first()
      .waitFor({ state: 'detached', timeout: 2_000 })
      .catch(() => undefined);
    await this.page.screenshot({ path, animations: 'disabled' });
  }

  private async barSays(attribute: string): Promise<string | null> {
    const bar = this.page.getByRole('progressbar').first();
    if (!(await bar.isVisible())) return null;
    return bar.getAttribute(attribute, { timeout: 500 }).catch(() => null);
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
