import { errorCodeOf, ForbiddenError, TroubledKindError, type ErrorCode, type GivenKind } from '../errors.ts';
import { isItemFailure } from './after-failure.ts';

/** What stopped the stages of a backup that fetch one kind of things, while the others went on. */
export interface Troubles {
  /** Runs a stage. Resolves although it fails, where the failure is of its kind alone; rejects with any other. */
  hold(kind: GivenKind, stage: () => Promise<void>): Promise<void>;
  has(kind: GivenKind): boolean;
  /** Throws what stopped a stage: that of the list before that of mails, that of files last. */
  throwIfAny(): void;
}

const kinds: readonly GivenKind[] = ['list', 'mails', 'files'];
/** Files often come from a host of their own, so words may still be had. */
const lostLine: ReadonlySet<ErrorCode> = new Set(['network-failed', 'timed-out']);

/** No stage has failed yet. `hasListed` says whether a page of a list has come in. */
export function createTroubles(hasListed: () => boolean): Troubles {
  const held = new Map<GivenKind, unknown>();

  function isOfKind(kind: GivenKind, error: unknown): boolean {
    return error instanceof TroubledKindError || (kind === 'files' && lostLine.has(errorCodeOf(error)));
  }

  return {
    async hold(kind, stage) {
      try {
        await stage();
      } catch (caught) {
        const error = kind === 'list' ? listFailure(caught, hasListed()) : caught;
        if (!isOfKind(kind, error)) throw error;
        held.set(kind, error);
      }
    },
    has: (kind) => held.has(kind),
    throwIfAny() {
      for (const kind of kinds) if (held.has(kind)) throw held.get(kind);
    },
  };
}

/** No list can be done without: a page that cannot be had is the trouble of all. */
function listFailure(error: unknown, wasServed: boolean): unknown {
  if (!isItemFailure(error) && !(error instanceof ForbiddenError)) return error;
  return new TroubledKindError('list', error.code, wasServed);
}
