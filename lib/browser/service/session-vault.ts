import { browser } from 'wxt/browser';
import type { SessionVault, VaultContent } from '../../backup/sign-ins.ts';

/** `storage.session`: in memory, never on disk, not shown to content scripts, gone with the browser. */
export const sessionVault: SessionVault = {
  async read() {
    const { vault } = await browser.storage.session.get('vault');
    return (vault as VaultContent | undefined) ?? { signIns: [], rejected: [] };
  },
  async write(content) {
    await browser.storage.session.set({ vault: content });
  },
};
