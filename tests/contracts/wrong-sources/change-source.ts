import type { Mail } from '../../../lib/mail/mail.ts';
import type { Call, Cursor, Feed, MailRef, Page, RequestSpec, Source } from '../../../lib/sources/source.ts';
import type { SourceCase } from '../source/case.ts';
import { aMessageCase, anIzoneCase } from '../../support/source-cases.ts';

/** A source with one small mistake, the clause of the contract that must find it, and what the reason must say. */
export interface WrongSource {
  mistake: string;
  aCase(): SourceCase;
  clause: string;
  reason: RegExp;
}

/** Makes a source that is wrong of one that is right, `original` being its case. */
type Change = (source: Source, original: SourceCase) => Source;

const wrong =
  (base: () => SourceCase) =>
  (mistake: string, change: Change, clause: string, reason: RegExp): WrongSource => ({
    mistake,
    aCase() {
      const original = base();
      return { ...original, source: change(original.source, original) };
    },
    clause,
    reason,
  });

/** IZ*ONE's source, made wrong. */
export const wrongIzone = wrong(anIzoneCase);
/** A source of the message family, made wrong. */
export const wrongTalk = wrong(aMessageCase);

/** The source with other pages. */
export const withPages =
  (change: (page: Page) => Page): Change =>
  (source) => ({ ...source, parsePage: (...given) => change(source.parsePage(...given)) });

/** The source with other refs on its pages. */
export const withRefs = (change: (ref: MailRef) => Partial<MailRef>): Change =>
  withPages((page) => ({ ...page, refs: page.refs.map((ref) => ({ ...ref, ...change(ref) })) }));

/** The source with other mails on its pages. */
export const withPageMails = (change: (mail: Mail) => Partial<Mail>): Change =>
  withPages((page) => ({ ...page, mails: page.mails.map((mail) => ({ ...mail, ...change(mail) })) }));

/** The source with other mails that have a page of their own. */
export const withMails =
  (change: (mail: Mail, body: string) => Partial<Mail>): Change =>
  (source) =>
    withDetail((detail) => ({
      ...detail,
      parse(session, ref, body) {
        const mail = detail.parse(session, ref, body);
        return { ...mail, ...change(mail, body) };
      },
    }))(source);

/** The source with another call for the rest of a mail. */
export const withDetail =
  (change: (detail: Call<MailRef, Mail>) => Call<MailRef, Mail>): ((source: Source) => Source) =>
  (source) => {
    if (!source.detail) throw new Error('The source asks for no mail.');
    return { ...source, detail: change(source.detail) };
  };

/** The source with other feeds. */
export const withFeeds =
  (change: (feed: Feed) => Feed): Change =>
  (source) => {
    const { feeds } = source;
    if (typeof feeds === 'function') return { ...source, feeds: (session) => feeds(session).map(change) };
    return { ...source, feeds: { ...feeds, parse: (...given) => feeds.parse(...given).map(change) } };
  };

/** The source with other requests for its lists. */
export const withLists = (change: (feed: Feed, at: Cursor) => Partial<RequestSpec<'json'>>): Change =>
  withFeeds((feed) => ({
    ...feed,
    request: (at) => ({ ...feed.request(at), ...change(feed, at) }),
  }));

/** The source with another renewal. */
export const withRenewal =
  (change: (renewal: NonNullable<Source['renewal']>) => NonNullable<Source['renewal']>): Change =>
  (source) => {
    if (!source.renewal) throw new Error('The source renews nothing.');
    return { ...source, renewal: change(source.renewal) };
  };
