import { AccountChangedError, SignedOutError } from '../errors.ts';
import type { AccountKey, Mailbox, SourceId } from '../mail/mail.ts';
import type { RequestSpec, Session, Source } from '../sources/source.ts';
import { mayAsk } from './may-ask.ts';
import type { Clock, Place, SessionKeeper } from './ports.ts';

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

/** Keeps sessions over the death of the worker, and never on disk. */
export interface SessionVault {
  read(): Promise<VaultContent>;
  write(content: VaultContent): Promise<void>;
}

/** The account a place shows, or showed last. */
export interface SignIn extends AccountKey {
  place: Place;
  /** Absent: the account signed out, or the server refused the session. */
  session?: Session;
  isSignedOut?: boolean;
  /** The client keeps its session in its storage, so that an empty storage is a sign-out. */
  isInStorage?: boolean;
  /** What the client said of itself in the last call seen; a page's storage is only a guess at it. */
  calls?: Session['client'];
}

/** What outlives the worker. */
export interface VaultContent {
  signIns: SignIn[];
  /** Credentials a server refused, so that the page's storage is not believed twice. */
  rejected: string[];
}

/** What the keeper works with, and where it reports what it learns. */
export interface SessionKeeperOptions {
  findSource(service: SourceId): Source | undefined;
  pages: ClientPages;
  vault: SessionVault;
  clock: Clock;
  /** A session came that was not known before. */
  onArrival(session: Session): void;
  /** The account is shown nowhere any more, because its place shows another one. */
  onReplaced(owner: AccountKey): void;
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
  forgive(mailbox: Mailbox): Promise<void>;
}

/** The client renews a dying token by itself; this is how long it gets before the account counts as signed out. */
const clientRenewalMs = 8_000;
const clientRenewalStepMs = 500;
/** How long an open client gets to make a call of its own; the clients seen ask for new mails every few seconds. */
const clientCallMs = 5_000;

/** Place names end in a number that grows with each new container: 2 comes before 10. */
const byName = new Intl.Collator('en', { numeric: true });

/** Joins what is observed, stored in pages and renewed into one session per service and account. */
export function createSessionKeeper(options: SessionKeeperOptions): Sessions {
  const { findSource, pages, vault, clock } = options;
  // By service and place, the one that came last at the end.
  const signIns = new Map<string, SignIn>();
  const rejected = new Set<string>();
  const renewals = new Map<string, Promise<Session>>();

  const save = () => vault.write({ signIns: [...signIns.values()], rejected: [...rejected] });
  const ofAccount = ({ service, account }: AccountKey) =>
    [...signIns.values()].filter((each) => each.service === service && each.account === account);
  const find = (owner: AccountKey) => ofAccount(owner).findLast(({ session }) => session)?.session;
  const findAny = (service: SourceId) =>
    [...signIns.values()].findLast((each) => each.service === service && each.session)?.session;

  const whyMissing = (owner: AccountKey) =>
    ofAccount(owner).length > 0 || !findAny(owner.service) ? 'signed-out' : 'account-changed';

  function missing(owner: AccountKey): Error {
    return whyMissing(owner) === 'signed-out' ? new SignedOutError() : new AccountChangedError();
  }

  /** Notes what a place shows by now. */
  function show(shown: SignIn): void {
    const key = placeKey(shown);
    const before = signIns.get(key);
    signIns.delete(key);
    signIns.set(key, shown);
    void save();
    if (before && before.account !== shown.account && ofAccount(before).length === 0)
      options.onReplaced({ service: before.service, account: before.account });
  }

  /** Believes a session that a place shows, unless the server refused it before. */
  function adopt(session: Session, place: Place, from: 'call' | 'storage' | 'answer'): void {
    const { service, account } = session;
    const known = signIns.get(placeKey({ service, place }));
    const own = known?.account === account ? known : undefined;
    const calls = from === 'call' ? session.client : own?.calls;
    const shown: SignIn = {
      service,
      account,
      place,
      ...(known?.isInStorage || from === 'storage' ? { isInStorage: true } : {}),
      ...(calls ? { calls } : {}),
    };
    if (rejected.has(fingerprint(session))) {
      if (!own || own.isSignedOut) show(shown);
      return;
    }
    const next = { ...shown, session: { ...session, client: calls ?? session.client } };
    if (JSON.stringify(own) !== JSON.stringify(next)) show(next);
    if (!own?.session || fingerprint(own.session) !== fingerprint(session)) options.onArrival(next.session);
  }

  /** Learns what open pages show. */
  async function readPages(source: Source): Promise<void> {
    const byPlace = new Map<Place, Session | undefined>();
    for (const { place, ...page } of await pages.read(source))
      byPlace.set(place, byPlace.get(place) ?? source.parseSession(page));
    for (const [place, session] of byPlace) {
      const known = signIns.get(placeKey({ service: source.id, place }));
      if (session) adopt(session, place, 'storage');
      // A client that never kept its session in its storage says nothing by an empty one.
      else if (known?.isInStorage && !known.isSignedOut)
        show({ ...withoutSession(known), isSignedOut: true });
    }
  }

  function refuse(session: Session): Promise<void> {
    rejected.add(fingerprint(session));
    for (const [key, each] of signIns)
      if (each.session && fingerprint(each.session) === fingerprint(session))
        signIns.set(key, withoutSession(each));
    return save();
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
    await refuse(refused);
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
    async restore() {
      const content = await vault.read();
      for (const each of content.signIns) {
        if (!signIns.has(placeKey(each))) signIns.set(placeKey(each), each);
      }
      for (const each of content.rejected) rejected.add(each);
    },
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
    list: (service) =>
      [...signIns.values()]
        .filter((each) => each.service === service)
        .sort((a, b) => byName.compare(a.place, b.place)),
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
    async forgive({ service, account }) {
      for (const each of rejected) {
        const [itsService, itsAccount] = JSON.parse(each) as [string, string];
        if (itsService === service && (account === undefined || itsAccount === account))
          rejected.delete(each);
      }
      await save();
    },
  };
}

const placeKey = ({ service, place }: Pick<SignIn, 'service' | 'place'>) => JSON.stringify([service, place]);

function withoutSession({ session: _, ...rest }: SignIn): SignIn {
  return rest;
}

const fingerprint = ({ service, account, credentials }: Session) =>
  JSON.stringify([service, account, credentials]);
