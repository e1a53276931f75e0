import { browser } from 'wxt/browser';

const name = 'storedMails';

/**
 * Whether the browser has emptied the database behind our back: it holds nothing, and a note kept outside of it says
 * otherwise. A database that can be read renews the note, so that deleting by hand is no alarm.
 */
export async function isEmptied(readSentinel: () => Promise<number>): Promise<boolean> {
  const [mails, noted] = await Promise.all([readSentinel(), readNote()]);
  if (mails > 0 && mails !== noted) await writeNote(mails);
  return mails === 0 && noted > 0;
}

/** Notes how many mails are stored now; to be called after mails were added or deleted on purpose. */
export async function noteStored(readSentinel: () => Promise<number>): Promise<void> {
  const mails = await readSentinel();
  if (mails !== (await readNote())) await writeNote(mails);
}

async function readNote(): Promise<number> {
  const noted: unknown = (await browser.storage.local.get(name))[name];
  return typeof noted === 'number' ? noted : 0;
}

function writeNote(mails: number): Promise<void> {
  return browser.storage.local.set({ [name]: mails });
}
