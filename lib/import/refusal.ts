import type { ErrorCode } from '../errors.ts';
import { isLitter } from './file-tree.ts';

/** What scripts of 2019 to 2021 wrote; found by the files' own names, because users rename folders. */
const oldScripts =
  /(?:^|\/)(?:pm\.js|pm_meta\.js|pm_list(?:_old)?\.json|mail_body_dict(?:_old)?\.json|save\.tmp|raw_pm_list\.json)$/i;

/** Why files that no format recognises are refused: they look like a script's backup, or like nothing known. */
export function refusalOf(paths: Iterable<string>): ErrorCode {
  for (const path of paths) if (!isLitter(path) && oldScripts.test(path)) return 'archive-old-script';
  return 'archive-foreign';
}
