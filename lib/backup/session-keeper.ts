import { AccountChangedError, SignedOutError } from '../errors.ts';
import type { AccountKey, Mailbox, SourceId } from '../mail/mail.ts';
import type { RequestSpec, Session, Source } from '../sources/source.ts';
import { mayAsk } from './may-ask.ts';
import type { Clock, Place, SessionKeeper } from './ports.ts';
import { createSignIns, fingerprint, type SignIn, type SignInsOptions } from './sign-ins.ts';

/** What one open page of a web client shows. */
export interface ClientPage {
  place: Place;
  /** The named storage keys that exist. */
  storage: Record<string, string>;
  /** The language its document declares; empty: none. */
  language: string;
}

/** What the keeper may ask of a service's open pages. */
export interface ClientPages {
  /** Every open page of the web client that can be read. */
  read(source: Source): Promise<ClientPage[]>;
  /** Makes a call inside a page of the place and returns the body; undefined when none is open or the call fails. */
  call(source: Source, place: Place, spec: RequestSpec): Promise<string | undefined>;
}

/** What the keeper works with, and where it reports what it learns. */
export interface SessionKeeperOptions extends SignInsOptions {
  findSource(service: SourceId): Source | undefined;
  pages: ClientPages;
  clock: Clock;
}

/** The keeper as the conductor sees it; the fetcher knows only `SessionKeeper`. */
export interface Sessions extends SessionKeeper {
  /** Restores what the vault kept; to be awaited once before anything else. */
  restore(): Promise<void>;
  /** A header seen on the web client's own call. */
  observe(service: SourceId, headers: Record<string, string>, place: Place): void;
  /** The mailbox's session, from memory or else from an open page; without an account, that of any account signed in. */
  look(mailbox: Mailbox): Promise<Session | undefined>;
  /** The accounts that places show or showed last, in the order of the places' names; `session` where signed in. */
  list(service: SourceId): SignIn[];
  /** A place that shows the account at this moment, as far as open pages say. */
  findPlace(owner: AccountKey): Promise<Place | undefined>;
  /** Whether open pages show that the account signed out, or that its place shows another account. Never guesses: no page, no news. */
  checkPages(owner: AccountKey): Promise<'same' | 'signed-out' | 'account-changed'>;
  /** Why an account without a session has none. */
  whyMissing(owner: AccountKey): 'signed-out' | 'account-changed';
  /** Forgets that credentials of the mailbox were refused: the user asks to try again. */
  forgetRefusals(mailbox: Mailbox): Promise<void>;
}

/** The client renews a dying token by itself; this is how long it gets before the account counts as signed out. */
const clientRenewalMs = 8_000;
const clientRenewalStepMs = 500;
/** How long an open client gets to make a call of its own; the clients seen ask for new mails every few seconds. */
const clientCallMs = 5_000;

/** Joins what is observed, stored in pages and renewed into one session per service and account. */
export function createSessionKeeper(options: SessionKeeperOptions): Sessions {
  const { findSource, pages, clock } = options;
  const signIns = createSignIns(options);
  const { find, findAny, ofAccount, whyMissing, adopt } = signIns;
  const renewals = new Map<string, Promise<Session>>();

  function missing(owner: AccountKey): Error {
    return whyMissing(owner) === 'signed-out' ? new SignedOutError() : new AccountChangedError();
  }

  /** Learns what open pages show. */
  async function readPages(source: Source): Promise<void> {
    const byPlace = new Map<Place, Session | undefined>();
    for (const { place, ...page } of await pages.read(source))
      byPlace.set(place, byPlace.get(place) ?? source.parseSession(page));
    for (const [place, session] of byPlace) {
      if (session) adopt(session, place, 'storage');
      else signIns.noteEmptyStorage(source.service.id, place);
    }
  }

  /** The source's renewal, in the places of the account only: elsewhere the cookies are another account's. */
  async function renewInPages(source: Source, refused: Session): Promise<void> {
    const { renewal } = source;
    const spec = renewal?.request(refused);
    // It carries the cookies of the page, so it goes to the service or nowhere.
    if (!renewal || !spec || !mayAsk(source, spec)) return;
    for (const { place } of ofAccount(refused)) {
      const body = await pages.call(source, place, spec);
      const session = body === undefined ? undefined : renewal.parse(refused, undefined, body);
      if (session) adopt(session, place, 'answer');
      if (find(refused)) return;
    }
  }

  async function renewNow(source: Source, refused: Session, signal: AbortSignal): Promise<Session> {
    await signIns.refuse(refused);
    const patienceEndsAt = clock.elapsed() + clientRenewalMs;
    if (!find(refused)) await readPages(source);
    if (!find(refused) && whyMissing(refused) === 'signed-out') await renewInPages(source, refused);
    for (;;) {
      const fresh = find(refused);
      if (fresh) return fresh;
      if (whyMissing(refused) === 'account-changed' || clock.elapsed() >= patienceEndsAt)
        throw missing(refused);
      await clock.sleep(clientRenewalStepMs, signal);
      if (!find(refused)) await readPages(source);
    }
  }

  async function confirm(session: Session, signal: AbortSignal): Promise<Session> {
    const source = findSource(session.service);
    const isHeard = () => ofAccount(session).some(({ calls }) => calls);
    const isOpen = async () => {
      const open = source?.sessionWays.observe ? await pages.read(source) : [];
      return ofAccount(session).some(({ place }) => open.some((page) => page.place === place));
    };
    const patienceEndsAt = clock.elapsed() + clientCallMs;
    while (!isHeard() && clock.elapsed() < patienceEndsAt && (await isOpen()))
      await clock.sleep(clientRenewalStepMs, signal);
    return find(session) ?? session;
  }

  return {
    confirm,
    restore: signIns.restore,
    observe(service, observedHeaders, place) {
      const session = findSource(service)?.parseSession({ observedHeaders });
      if (session) adopt(session, place, 'call');
    },
    find,
    async look({ service, account }) {
      const source = findSource(service);
      if (!source) return undefined;
      await readPages(source);
      return account === undefined ? findAny(service) : find({ service, account });
    },
    list: signIns.list,
    async findPlace(owner) {
      const source = findSource(owner.service);
      if (source) await readPages(source);
      return ofAccount(owner).findLast(({ session }) => session)?.place;
    },
    async checkPages(owner) {
      const source = findSource(owner.service);
      if (source) await readPages(source);
      const shown = ofAccount(owner);
      if (shown.length === 0) return findAny(owner.service) ? 'account-changed' : 'same';
      return shown.every(({ isSignedOut }) => isSignedOut) ? 'signed-out' : 'same';
    },
    whyMissing,
    renew(refused, signal) {
      const known = find(refused);
      if (known && fingerprint(known) !== fingerprint(refused)) return Promise.resolve(known);
      // One renewal for each account, however many requests were refused.
      const key = JSON.stringify([refused.service, refused.account]);
      const underWay = renewals.get(key);
      if (underWay) return underWay;
      const source = findSource(refused.service);
      if (!source) return Promise.reject(new SignedOutError());
      const renewal = renewNow(source, refused, signal).finally(() => renewals.delete(key));
      renewals.set(key, renewal);
      return renewal;
    },
    forgetRefusals: signIns.forgetRefusals,
  };
}
