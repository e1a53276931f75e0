import type { AccountKey, Mailbox, SourceId } from '../mail/mail.ts';
import type { Session } from '../sources/source.ts';
import type { Place } from './ports.ts';

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

/** Where the record is kept, and where it reports what it learns. */
export interface SignInsOptions {
  vault: SessionVault;
  /** A session came that was not known before. */
  onArrival(session: Session): void;
  /** The account is shown nowhere any more, because its place shows another one. */
  onReplaced(owner: AccountKey): void;
}

/** The record of which account each place shows, and of credentials that a server refused. */
export interface SignIns {
  /** Restores what the vault kept; what was learnt since stays. */
  restore(): Promise<void>;
  /** The places that show the account or showed it last, the one that came last at the end. */
  ofAccount(owner: AccountKey): SignIn[];
  /** The accounts that places show or showed last, in the order of the places' names; `session` where signed in. */
  list(service: SourceId): SignIn[];
  /** The account's newest session. */
  find(owner: AccountKey): Session | undefined;
  /** The newest session of any account of the service. */
  findAny(service: SourceId): Session | undefined;
  /** Why an account without a session has none. */
  whyMissing(owner: AccountKey): 'signed-out' | 'account-changed';
  /** Believes a session that a place shows, unless the server refused it before. */
  adopt(session: Session, place: Place, from: 'call' | 'storage' | 'answer'): void;
  /** The storage of the place has no session. Without effect for a client that never kept its session there. */
  noteEmptyStorage(service: SourceId, place: Place): void;
  /** The server refused the session's credentials. */
  refuse(session: Session): Promise<void>;
  /** Forgets that credentials of the mailbox were refused: the user asks to try again. */
  forgetRefusals(mailbox: Mailbox): Promise<void>;
}

/** Place names end in a number that grows with each new container: 2 comes before 10. */
const byName = new Intl.Collator('en', { numeric: true });

/** An empty record; `restore` brings back what the vault kept. */
export function createSignIns({ vault, onArrival, onReplaced }: SignInsOptions): SignIns {
  // By service and place, the one that came last at the end.
  const signIns = new Map<string, SignIn>();
  const rejected = new Set<string>();

  const save = () => vault.write({ signIns: [...signIns.values()], rejected: [...rejected] });
  const ofAccount = ({ service, account }: AccountKey) =>
    [...signIns.values()].filter((each) => each.service === service && each.account === account);
  const findAny = (service: SourceId) =>
    [...signIns.values()].findLast((each) => each.service === service && each.session)?.session;

  /** Notes what a place shows by now. */
  function show(shown: SignIn): void {
    const key = placeKey(shown);
    const before = signIns.get(key);
    signIns.delete(key);
    signIns.set(key, shown);
    void save();
    if (before && before.account !== shown.account && ofAccount(before).length === 0)
      onReplaced({ service: before.service, account: before.account });
  }

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
    if (!own?.session || fingerprint(own.session) !== fingerprint(session)) onArrival(next.session);
  }

  return {
    async restore() {
      const content = await vault.read();
      for (const each of content.signIns) {
        if (!signIns.has(placeKey(each))) signIns.set(placeKey(each), each);
      }
      for (const each of content.rejected) rejected.add(each);
    },
    ofAccount,
    list: (service) =>
      [...signIns.values()]
        .filter((each) => each.service === service)
        .sort((a, b) => byName.compare(a.place, b.place)),
    find: (owner) => ofAccount(owner).findLast(({ session }) => session)?.session,
    findAny,
    whyMissing: (owner) =>
      ofAccount(owner).length > 0 || !findAny(owner.service) ? 'signed-out' : 'account-changed',
    adopt,
    noteEmptyStorage(service, place) {
      const known = signIns.get(placeKey({ service, place }));
      if (known?.isInStorage && !known.isSignedOut) show({ ...withoutSession(known), isSignedOut: true });
    },
    refuse(session) {
      rejected.add(fingerprint(session));
      for (const [key, each] of signIns)
        if (each.session && fingerprint(each.session) === fingerprint(session))
          signIns.set(key, withoutSession(each));
      return save();
    },
    async forgetRefusals({ service, account }) {
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

/** Equal for sessions with equal credentials of one account. */
export const fingerprint = ({ service, account, credentials }: Session) =>
  JSON.stringify([service, account, credentials]);
