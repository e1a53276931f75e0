import {
  BadAnswerError,
  BrokenRecordError,
  ForbiddenError,
  LongWaitError,
  MailArkError,
  TroubledKindError,
  type ErrorCode,
  type GivenKind,
} from '../errors.ts';
import { isItemFailure } from './after-failure.ts';
import type { WorkQueue } from './work-queue.ts';

/** One mail or file that is asked for. */
export interface Asked<T> {
  item: T;
  /** Of one that was refused before in this run: how many of its group had been served by then. */
  servedBefore?: number;
}

/** Keeps a bad minute of the service from becoming a verdict over single mails or files of one kind. */
export interface Refusals<T> {
  /**
   * The next one to ask for; undefined when there will be none. One that was refused comes again at the end, or when many
   * were. Rejects with `TroubledKindError` while the kind is in trouble, or with the signal's reason.
   */
  next(signal: AbortSignal): Promise<Asked<T> | undefined>;
  /** It was served. */
  served(item: T): void;
  /**
   * It was refused, with what `Fetcher` rejects with. Resolves when the run goes on; rejects with `TroubledKindError` where
   * others of the kind are refused as well, and with the error itself where it says something about more than this kind.
   */
  refused(asked: Asked<T>, error: unknown, signal: AbortSignal): Promise<void>;
}

export interface RefusalsOptions<T> {
  kind: Exclude<GivenKind, 'list'>;
  queue: Pick<WorkQueue<T>, 'take'>;
  /** Things of one group are served or refused together, be it for their host or for what they are. */
  groupOf(item: T): string;
  /** Asks for one, and reads the answer. */
  ask(item: T, signal: AbortSignal): Promise<unknown>;
  /** The newest that the service gave before, to be asked for in comparison. */
  listSaved(): Promise<T[]>;
  /** Called for one that was refused twice while others of the kind were served. */
  record(item: T, error: BadAnswerError | BrokenRecordError): Promise<void>;
}

/** So many refusals in a row are doubted: one that was served before is asked for in comparison. */
const mostInARow = 5;
/** So many that were saved before are asked for at most; one alone may itself be gone. */
const mostCompared = 3;
/** More that were refused are asked for again before the end. */
const mostAside = 100;

/** What is known of one group. */
interface Group<T> {
  served: number;
  refusedInARow: number;
  lastServed?: T;
  /** Resolves when the service serves one of the group that it is known to have; rejects otherwise. */
  comparing?: Promise<void>;
}

/** Nothing was refused or served yet. */
export function createRefusals<T>(options: RefusalsOptions<T>): Refusals<T> {
  const { kind, queue, groupOf, ask, listSaved, record } = options;
  const aside: Asked<T>[] = [];
  const groups = new Map<string, Group<T>>();
  let wasServed = false;

  function findGroup(item: T): Group<T> {
    const name = groupOf(item);
    const known = groups.get(name) ?? { served: 0, refusedInARow: 0 };
    groups.set(name, known);
    return known;
  }

  function noteServed(group: Group<T>): void {
    group.served += 1;
    group.refusedInARow = 0;
  }

  async function askForKnown(group: Group<T>, refused: T, code: ErrorCode, signal: AbortSignal) {
    const saved = group.lastServed === undefined ? await listSaved() : [group.lastServed];
    const known = saved.filter((item) => groupOf(item) === groupOf(refused));
    for (const item of known.slice(0, mostCompared)) {
      try {
        await ask(item, signal);
        return noteServed(group);
      } catch (failure) {
        if (!isOfKind(failure, kind)) throw failure;
      }
    }
    throw new TroubledKindError(kind, code, wasServed);
  }

  /** One comparison serves all that are refused meanwhile. */
  function compare(group: Group<T>, refused: T, code: ErrorCode, signal: AbortSignal): Promise<void> {
    group.comparing ??= askForKnown(group, refused, code, signal).finally(() => {
      delete group.comparing;
    });
    return group.comparing;
  }

  return {
    async next(signal) {
      await Promise.all([...groups.values()].flatMap(({ comparing }) => comparing ?? []));
      const again = aside.length >= mostAside ? aside.shift() : undefined;
      if (again) return again;
      const item = await queue.take(signal);
      return item === undefined ? aside.shift() : { item };
    },
    served(item) {
      wasServed = true;
      const group = findGroup(item);
      group.lastServed = item;
      noteServed(group);
    },
    async refused({ item, servedBefore }, error, signal) {
      if (!isOfKind(error, kind)) throw error;
      const group = findGroup(item);
      group.refusedInARow += 1;
      const isLate = servedBefore !== undefined && servedBefore === group.served;
      if (isLate || group.refusedInARow >= mostInARow || !isItemFailure(error))
        await compare(group, item, error.code, signal);
      if (servedBefore === undefined) aside.push({ item, servedBefore: group.served });
      else await record(item, ownFailure(error));
    },
  };
}

/** Whether the failure may be that of a single one; it is that of all when others fail as well. */
function isOfKind(error: unknown, kind: GivenKind): error is MailArkError {
  if (isItemFailure(error) || error instanceof ForbiddenError) return true;
  // Files often come from a host of their own, whose outage says nothing about the words.
  return (
    kind === 'files' &&
    error instanceof MailArkError &&
    error.code === 'server-unavailable' &&
    !(error instanceof LongWaitError)
  );
}

function ownFailure(error: MailArkError): BadAnswerError | BrokenRecordError {
  return isItemFailure(error) ? error : new BadAnswerError(error.code, 0, error.message);
}
