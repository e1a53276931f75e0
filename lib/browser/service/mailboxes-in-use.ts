import { isUnfinished, type RunView } from '../../backup/runs.ts';
import type { Place } from '../../backup/ports.ts';
import type { SignIn } from '../../backup/sign-ins.ts';
import type { AccountLabel } from '../../mail/mail.ts';

/** One row of a service in the popup. */
export interface MailboxInUse {
  account?: AccountLabel;
  /** Where the account is or was signed in. */
  place?: Place;
  isSignedIn: boolean;
  view?: RunView;
  /** Counts from 1; absent unless there are several containers. */
  containerNumber?: number;
}

/**
 * The mailboxes of a service that concern the user now. With one place it is one mailbox: the unfinished run's, or else the
 * one signed in, or the last one backed up. With several it is every account they show or showed, and what is unfinished.
 * `signIns` in the order of their places, `runs` with the last one first.
 */
export function findMailboxesInUse(signIns: readonly SignIn[], runs: readonly RunView[]): MailboxInUse[] {
  const places = [...new Set(signIns.map(({ place }) => place))];
  const boxes = places.length > 1 ? findAll(signIns, runs) : [findOne(signIns, runs)];
  if (boxes.length <= 1) return boxes;
  const numbered = places.filter((place) => boxes.some((box) => box.place === place));
  return boxes.map((box) =>
    box.place === undefined ? box : { ...box, containerNumber: numbered.indexOf(box.place) + 1 },
  );
}

function findAll(signIns: readonly SignIn[], runs: readonly RunView[]): MailboxInUse[] {
  const unfinished = runs.filter(({ run }) => isUnfinished(run));
  const accounts = [...signIns, ...unfinished.map(({ run }) => run)].map(({ account }) => account);
  return [...new Set(accounts)].map((account) => describe(account, signIns, runs));
}

function findOne(signIns: readonly SignIn[], runs: readonly RunView[]): MailboxInUse {
  const unfinished = runs.find(({ run }) => isUnfinished(run));
  if (unfinished) return describe(unfinished.run.account, signIns, [unfinished]);
  const signedIn = signIns.find(({ session }) => session);
  return describe(signedIn?.account ?? runs[0]?.run.account, signIns, runs);
}

function describe(
  account: AccountLabel | undefined,
  signIns: readonly SignIn[],
  runs: readonly RunView[],
): MailboxInUse {
  const own = signIns.filter((each) => each.account === account);
  const signedIn = own.find(({ session }) => session);
  const place = (signedIn ?? own[0])?.place;
  const view = runs.find(({ run }) => run.account === account);
  return {
    ...(account === undefined ? {} : { account }),
    ...(place === undefined ? {} : { place }),
    isSignedIn: account === undefined ? signIns.some(({ session }) => session) : signedIn !== undefined,
    ...(view ? { view } : {}),
  };
}
