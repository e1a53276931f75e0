import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { openMailStore } from '../lib/browser/mail-store/open-mail-store.ts';
import { answerSearches } from '../lib/browser/worker-searcher.ts';

/** The viewer's search, in a thread of its own. */
export default defineUnlistedScript(() => {
  const opened = openMailStore();
  answerSearches(
    {
      listMails: async () => (await opened).library.listMails(),
      listTexts: async () => (await opened).library.listTexts(),
    },
    globalThis,
  );
});
