import { backUp, changeSettings, openPopup, signIn } from './backup.ts';
import { fetchAndThrowAway, roundTrips } from './floor.ts';
import { openViewer } from './viewer.ts';

/** Everything the bench page can be asked to do. */
export const deeds = {
  signIn,
  changeSettings,
  backUp,
  openPopup,
  openViewer,
  fetchAndThrowAway,
  roundTrips,
};

export type Deeds = typeof deeds;
export type DeedName = keyof Deeds;
export type Deed = { [K in DeedName]: { name: K; args: Parameters<Deeds[K]> } }[DeedName];
