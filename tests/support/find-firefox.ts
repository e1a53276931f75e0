import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** `FIREFOX_PATH`, else the Firefox ESR on the path; undefined when there is none. */
export function findFirefox(): string | undefined {
  const wished = process.env['FIREFOX_PATH'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = wished ? [wished] : folders.map((folder) => join(folder, 'firefox-esr'));
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
