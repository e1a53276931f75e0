import type { Hits } from '../../lib/mail/search/hits.ts';

/** The keys of the matching mails. */
export function hitKeys({ keys, isHit }: Hits): string[] {
  return keys.split('\n').filter((_, at) => isHit[at] === 1);
}
