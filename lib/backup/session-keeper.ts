import { AccountChangedError, SignedOutError } from '../errors.ts';
import type { AccountKey, SourceId } from '../mail/mail.ts';
import type { Session, Source, WebClientState } from '../sources/source.ts';
import type { Clock, SessionKeeper } from './ports.ts';

/** What the keeper may ask of a service's open pages. */
export interface ClientPages {
  /** The named storage keys in each open page of the web client. */
  readStorage(source: Source): Promise<Record<string, string>[]>;
  /** Makes the source's renewal inside the page and answers with its JSON; undefined when no page is open or it fails. */
  renew(source: Source): Promise<unknown>;
}

/** Keeps sessions over the death of the worker, and never on disk. */
export interface SessionVault {
  read(): Promise<VaultContent>;
  write(content: VaultContent): Promise<void>;
}

export interface VaultContent {
  sessions: Session[];
  /** Credentials a server refused, so that the page's storage is not believed twice. */
  rejected: string[];
}

export interface SessionKeeperOptions {
  findSource(service: SourceId): Source | undefined;
  pages: ClientPages;
  vault: SessionVault;
  clock: Clock;
  /** A session came that was not known before, or one of another account. */
  onArrival(session: Session): void;
}

/** The keeper as the conductor sees it; the fetcher knows only `SessionKeeper`. */
export interface Sessions extends SessionKeeper {
  /** Restores what the vault kept; to be awaited once before anything else. */
  restore(): Promise<void>;
  /** A header seen on the web client's own call. */
  observe(service: SourceId, headers: Record<string, string>): void;
  /** The service's session, from memory or else from an open page. */
  look(service: SourceId): Promise<Session | undefined>;
  /** The service's session in memory. */
  findOf(service: SourceId): Session | undefined;
  /** Whether an open page shows that somebody signed out, or is somebody else by now. Never guesses: no page, no news. */
  checkPages(session: Session): Promise<'same' | 'signed-out' | 'account-changed'>;
  /** Forgets that credentials were refused: the person asks to try again. */
  forgive(service: SourceId): Promise<void>;
}

/** The client renews a dying token by itself; this is how long we give it before we call it signed out. */
const clientRenewalMs = 8_000;
const clientRenewalStepMs = 500;

/** Joins what is observed, stored in pages and renewed into one session per service. */
export function createSessionKeeper({
  findSource,
  pages,
  vault,
  clock,
  onArrival,
}: SessionKeeperOptions): Sessions {
  const sessions = new Map<SourceId, Session>();
  const rejected = new Set<string>();
  const seenInStorage = new Set<SourceId>();
  const renewals = new Map<SourceId, Promise<Session>>();

  const fingerprint = (session: Session) => JSON.stringify([session.service, session.credentials]);
  const save = () => vault.write({ sessions: [...sessions.values()], rejected: [...rejected] });

  function understand(source: Source, state: WebClientState): Session | undefined {
    const session = source.parseSession(state);
    return session && !rejected.has(fingerprint(session)) ? session : undefined;
  }

  function adopt(session: Session): Session {
    const known = sessions.get(session.service);
    if (known && fingerprint(known) === fingerprint(session)) return known;
    sessions.set(session.service, session);
    void save();
    onArrival(session);
    return session;
  }

  async function readPages(source: Source): Promise<Session | undefined> {
    const found = (await pages.readStorage(source)).flatMap(
      (storage) => understand(source, { storage }) ?? [],
    );
    if (found.length > 0) seenInStorage.add(source.id);
    return found[0];
  }

  async function renewNow(source: Source, refused: Session, signal: AbortSignal): Promise<Session> {
    const isOther = (session: Session | undefined) =>
      session !== undefined && fingerprint(session) !== fingerprint(refused) ? session : undefined;

    rejected.add(fingerprint(refused));
    if (!isOther(sessions.get(source.id))) sessions.delete(source.id);
    await save();

    let fresh = isOther(sessions.get(source.id)) ?? (await readPages(source));
    if (!fresh && source.renewal) {
      const renewalAnswer = await pages.renew(source);
      if (renewalAnswer !== undefined) fresh = understand(source, { renewalAnswer });
    }
    const patienceEndsAt = clock.elapsed() + clientRenewalMs;
    while (!fresh && clock.elapsed() < patienceEndsAt) {
      await clock.sleep(clientRenewalStepMs, signal);
      fresh = isOther(sessions.get(source.id)) ?? (await readPages(source));
    }
    if (!fresh) throw new SignedOutError();
    adopt(fresh);
    if (fresh.account !== refused.account) throw new AccountChangedError();
    return fresh;
  }

  return {
    async restore() {
      const content = await vault.read();
      for (const session of content.sessions)
        if (!sessions.has(session.service)) sessions.set(session.service, session);
      for (const each of content.rejected) rejected.add(each);
    },
    observe(service, observedHeaders) {
      const source = findSource(service);
      const session = source && understand(source, { observedHeaders });
      if (session) adopt(session);
    },
    find({ service, account }: AccountKey) {
      const session = sessions.get(service);
      return session?.account === account ? session : undefined;
    },
    findOf: (service) => sessions.get(service),
    async look(service) {
      const source = findSource(service);
      if (!source) return undefined;
      const inPages = await readPages(source);
      return inPages ? adopt(inPages) : sessions.get(service);
    },
    async checkPages(session) {
      const source = findSource(session.service);
      const storages = source ? await pages.readStorage(source) : [];
      if (!source || storages.length === 0) return 'same';
      const found = storages.flatMap((storage) => source.parseSession({ storage }) ?? []);
      if (found.some(({ account }) => account === session.account)) {
        seenInStorage.add(source.id);
        return 'same';
      }
      if (found.length > 0) return 'account-changed';
      // A client that never kept its session in its storage tells nothing by an empty one.
      return seenInStorage.has(source.id) ? 'signed-out' : 'same';
    },
    renew(refused, signal) {
      const known = sessions.get(refused.service);
      if (known?.account === refused.account && fingerprint(known) !== fingerprint(refused))
        return Promise.resolve(known);
      const underWay = renewals.get(refused.service);
      if (underWay) return underWay;
      const source = findSource(refused.service);
      if (!source) return Promise.reject(new SignedOutError());
      const renewal = renewNow(source, refused, signal).finally(() => renewals.delete(refused.service));
      renewals.set(refused.service, renewal);
      return renewal;
    },
    async forgive(service) {
      for (const each of rejected) if ((JSON.parse(each) as [string])[0] === service) rejected.delete(each);
      await save();
    },
  };
}
