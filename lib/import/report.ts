import type { ErrorCode } from '../errors.ts';
import type { AccountKey } from '../mail/mail.ts';

/** Something of a backup that could not be believed, so that nothing of it came in. */
export interface ImportDamage {
  /** A picture, sound or film; a file full of mails; marks and earlier versions; or a whole backup. */
  what: 'file' | 'mails' | 'meta' | 'backup';
  /** Its path in the backup, or the backup's name. */
  name: string;
  code: ErrorCode;
}

/** What an import came to. */
export interface ImportReport {
  mails: {
    added: number;
    /** Here already, and now with more: newer words, an earlier version, a star. */
    changed: number;
    /** Here already in the same state. */
    held: number;
    /** Deleted here by the user, and left so. */
    deleted: number;
  };
  files: {
    added: number;
    held: number;
    damaged: number;
    /** Named by mails and not in the backup. */
    missing: number;
  };
  damaged: ImportDamage[];
  /** Damage beyond what `damaged` can hold. */
  moreDamaged: number;
}

/** One import, kept so that it can be shown, gone on with, and undone. */
export interface ImportRecord {
  id: string;
  /** ISO times. */
  startedAt: string;
  endedAt?: string;
  /** `running` is also what a closed tab leaves behind. */
  state: 'running' | 'stopped' | 'failed' | 'done' | 'undone';
  code?: ErrorCode;
  /** The names of the files or folders, and the digests of their manifests, sorted. */
  names: string[];
  backups: string[];
  mailboxes: (AccountKey & { serviceName: string })[];
  report: ImportReport;
}

const mostDamaged = 500;

/** A report of nothing yet. */
export function emptyReport(): ImportReport {
  return {
    mails: { added: 0, changed: 0, held: 0, deleted: 0 },
    files: { added: 0, held: 0, damaged: 0, missing: 0 },
    damaged: [],
    moreDamaged: 0,
  };
}

/** Notes damage in the report, names as far as the user can read them. */
export function noteDamage(report: ImportReport, damage: ImportDamage): void {
  if (damage.what === 'file') report.files.damaged += 1;
  if (report.damaged.length < mostDamaged) report.damaged.push(damage);
  else report.moreDamaged += 1;
}
