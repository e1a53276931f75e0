import { appendFileSync } from 'node:fs';

/** What a test did to the code under test, as the summary names it. */
export type Tried =
  | 'worker killed after a commit (database)'
  | 'worker killed around a commit (memory)'
  | 'worker stopped in Chromium'
  | 'browser killed with SIGKILL'
  | 'browser killed with SIGKILL during an export'
  | 'no room: one write refused'
  | 'no room: a full disk in Chromium'
  | 'answers spoilt, lost or refused (simulated)'
  | 'answers spoilt, lost or refused in Chromium'
  | 'answers of bad minutes (simulated)'
  | 'clock set or computer asleep (simulated)'
  | 'mail arriving or withdrawn during a listing'
  | 'waits asked for by a server (simulated)'
  | 'network or service gone and back in Chromium';

/**
 * Counts faults for the summary of `npm run test:faults`, which sets the file to count them in; otherwise does nothing.
 */
export function countTried(what: Tried, count = 1): void {
  const path = process.env['MAIL_ARK_TRIED'];
  if (path !== undefined && count > 0) appendFileSync(path, `${JSON.stringify([what, count])}\n`);
}
