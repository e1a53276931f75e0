import { browser } from 'wxt/browser';

/** Both browsers end a background at about 30 s without an extension API call, even in the middle of fetches. */
const beatMs = 20_000;
const alarmName = 'go-on';
/** The lock that the one engine of a profile holds. */
export const leaseName = 'mail-ark-engine';

let holders = 0;
let beat: ReturnType<typeof setInterval> | undefined;

/** Keeps the background alive until the returned function is called; several may hold it at once. */
export function keepAwake(): () => void {
  holders += 1;
  beat ??= setInterval(() => void browser.runtime.getPlatformInfo(), beatMs);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    holders -= 1;
    if (holders > 0) return;
    clearInterval(beat);
    beat = undefined;
  };
}

/** Wakes the background about every 30 s until called with undefined. 30 s is the shortest the browsers allow. */
export async function setAlarm(at: number | undefined): Promise<void> {
  if (at === undefined) await browser.alarms.clear(alarmName);
  else if (!(await browser.alarms.get(alarmName)))
    await browser.alarms.create(alarmName, { periodInMinutes: 0.5 });
}

/** Runs `work` as the only engine of this profile; resolves with false at once when another runs. */
export function withLease(work: () => Promise<void>): Promise<boolean> {
  return navigator.locks.request(leaseName, { ifAvailable: true }, async (lock) => {
    if (!lock) return false;
    await work();
    return true;
  });
}

/** Runs `work` as the only engine of this profile, as soon as no other runs. Rejects with the signal's reason while it waits. */
export async function holdLease(work: () => Promise<void>, signal?: AbortSignal): Promise<void> {
  await navigator.locks.request(leaseName, signal ? { signal } : {}, work);
}
