import type { BackupFormat } from '../../import/backup-format.ts';
import { openArchives } from './incoming.ts';

const manifestPath = 'data/manifest.json';

/** The archive that this project exports: a ZIP, its volumes, or the unpacked folder. */
export const mailArk: BackupFormat = {
  id: 'mail-ark',
  async recognise({ paths }) {
    return [...paths]
      .filter((path) => path === manifestPath || path.endsWith(`/${manifestPath}`))
      .map((path) => path.slice(0, -manifestPath.length));
  },
  open: openArchives,
};
