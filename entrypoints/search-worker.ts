import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { openMailStore } from '../lib/browser/mail-store/doors/open-mail-store.ts';
import { answerSearches } from '../lib/browser/search/worker-searcher.ts';
import { withNames } from '../lib/mail/named-library.ts';

/** The viewer's search in a thread of its own. */
export default defineUnlistedScript(() => {
  answerSearches(
    openMailStore().then(({ library }) => withNames(library)),
    globalThis,
  );
});
