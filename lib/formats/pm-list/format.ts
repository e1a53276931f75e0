import type { BackupFormat } from '../../import/backup-format.ts';
import { openLists } from './open.ts';
import { recogniseLists } from './recognise.ts';

/**
 * The lists of the viewers of 2021, as this project exports them and as those viewers' own backups have them: one mailbox
 * of IZ*ONE Private Mail in `pm_list.json` and `mail_body_dict.json`, with tags and files beside them.
 */
export const pmList: BackupFormat = { id: 'pm-list', recognise: recogniseLists, open: openLists };
