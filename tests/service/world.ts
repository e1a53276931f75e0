import type { DemoAccount } from './accounts.ts';
import type { Counters } from './counters.ts';
import type { FaultPlayer } from './faults.ts';
import type { DemoMail } from './inbox.ts';
import type { Film } from './film.ts';
import type { PictureMaker } from './pictures.ts';
import type { DemoRequest } from './requests.ts';

/** The state that all handlers share. */
export interface World {
  seed: number;
  accounts: DemoAccount[];
  pictures: PictureMaker;
  faults: FaultPlayer;
  counters: Counters;
  film?: Film;
}

/** The account whose id and token a request carries; otherwise the reason to refuse it. */
export function authorise(world: World, request: DemoRequest): DemoAccount | 'missing' | 'refused' {
  const userId = request.header('user-id');
  const token = request.header('access-token');
  if (!userId || !token) return 'missing';
  return world.accounts.find((account) => account.userId === userId && account.token === token) ?? 'refused';
}

/** The mail a detail or picture request is for, in any account. */
export function findMailOf(world: World, request: DemoRequest): DemoMail | undefined {
  if (request.kind === 'picture') {
    for (const { inbox } of world.accounts) {
      const mail = inbox.findByPicture(request.path);
      if (mail) return mail;
    }
    return undefined;
  }
  const account = authorise(world, request);
  return typeof account === 'string' ? undefined : account.inbox.find(request.path.slice('/mail/'.length));
}
