import type { BackupFormat } from '../import/backup-format.ts';
import { mailArk } from './mail-ark/format.ts';
import { pmList } from './pm-list/format.ts';

/** Every format that can be imported. The first one that recognises a folder opens it. */
export const backupFormats: readonly BackupFormat[] = [mailArk, pmList];
