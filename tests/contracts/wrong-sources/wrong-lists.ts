import {
  withFeeds,
  withPageMails,
  withPages,
  withRefs,
  wrongIzone,
  wrongTalk,
  type WrongSource,
} from './change-source.ts';

/** Sources that read lists wrongly, or take a failure for one. */
export const wrongLists: WrongSource[] = [
  wrongIzone(
    'never says that a page is the last',
    withPages((page) => ({ ...page, isLast: false })),
    'lead to every mail and end',
    /inbox does not end/,
  ),
  wrongTalk(
    'leads back to the page it comes from',
    withPages((page) => ({ ...page, isLast: false, next: 'order=desc' })),
    'lead to every mail and end',
    /34\/timeline does not end/,
  ),
  wrongIzone(
    'takes the first page for the last',
    withPages((page) => ({ ...page, isLast: true })),
    'lead to every mail and end',
    /the mails found are not those the service has/,
  ),
  wrongIzone(
    'makes ids of its own',
    (...given) => {
      let count = 0;
      return withRefs(({ id }) => ({ id: `${id}.${(count += 1)}` }))(...given);
    },
    'are read the same way twice',
    /one page gives other ids the second time/,
  ),
  wrongTalk(
    'numbers mails as they come',
    (...given) => {
      let count = 0;
      return withPageMails(() => ({ id: String((count += 1)) }))(...given);
    },
    'are read the same way twice',
    /one page gives other ids the second time/,
  ),
  wrongIzone(
    'lists refs, and asks for no mail',
    ({ detail: _detail, ...source }) => source,
    'lead to every mail and end',
    /Nothing asks for the rest of m12345/,
  ),
  wrongIzone(
    'gives every state of a mail the same version',
    withRefs(({ id }) => ({ version: id })),
    'give another version of a mail that its sender changed',
    /a mail that was changed has the same version/,
  ),
  wrongIzone(
    'counts a star and a read mark as a change',
    withRefs(({ version, isStarred, isUnread }) => ({ version: `${version} ${isStarred} ${isUnread}` })),
    'give the same version of a mail that its reader marked, with the marks beside it',
    /a star or a read mark changes the version/,
  ),
  wrongIzone(
    'sees no star',
    withRefs(() => ({ isStarred: false })),
    'give the same version of a mail that its reader marked, with the marks beside it',
    /the star is not seen/,
  ),
  wrongIzone(
    'ends a page at its first broken record',
    withPages((page) => {
      if (page.broken.length > 0) throw new TypeError('member is undefined');
      return page;
    }),
    'set records aside that cannot be understood, and keep the rest',
    /member is undefined/,
  ),
  wrongTalk(
    'looks for new mails where it should look for changes',
    withFeeds((feed) =>
      feed.paging === 'chained' && feed.since
        ? { ...feed, since: () => 'order=asc&updated_from=2999-01-01T00%3A00%3A00Z' }
        : feed,
    ),
    'find the edit of an old mail, where they say how to ask for changes',
    /the edit of an old mail is not found/,
  ),
  wrongTalk(
    'does not say the time of the service',
    withPages(({ asOf: _asOf, ...page }) => page),
    'find the edit of an old mail, where they say how to ask for changes',
    /A page does not say the time of the service/,
  ),
  wrongIzone(
    'takes a page of failure for a good answer',
    (source) => ({ ...source, findProblem: () => undefined }),
    'are named after what they are',
    /401 as json is taken for something else/,
  ),
];
