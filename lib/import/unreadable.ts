import { MailArkError } from '../errors.ts';

/**
 * Throws an error that is no damage of one part: files that cannot be read at all, where going on would call everything
 * damaged, and failures without a name.
 */
export function throwIfUnreadable(error: unknown): void {
  if (!(error instanceof MailArkError) || error.code === 'file-unreadable') throw error;
}
