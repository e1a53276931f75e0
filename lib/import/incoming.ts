import type { AssetStatus } from '../mail/asset.ts';
import type { LastingProblem } from '../mail/mailbox-rest.ts';
import type { KnownMail } from '../mail/merge.ts';

/** A file of a mail as a backup knows it. */
export type IncomingAsset = AssetStatus & {
  /** Where its bytes are in the backup; absent where the backup does not hold them. */
  path?: string;
};

/** One mail of a backup, every word of it checked. */
export interface IncomingMail {
  mail: KnownMail;
  /** The listing's word for this state, where the backup knows it. */
  version?: string;
  /** The reader's name was taken out of its words: they are worth less than any that are here. */
  isWithoutName?: true;
  assets: IncomingAsset[];
}

/** What an import says about how its mails are to be stored. */
export interface ImportTerms {
  import: string;
  /** ISO time. */
  now: string;
  /** Whether mails that the user deleted here come back. */
  bringsBack: boolean;
  /** The backup's own words on why files are not there, by asset key. */
  problems: ReadonlyMap<string, LastingProblem>;
}

/** What became of mails that came in, counted. */
export type MailsDone = Record<'added' | 'changed' | 'held' | 'deleted', number>;
