import { wishOf, type Wish } from './client.ts';

/** Mails of one member over the eighteen months of a service that had twelve: 8,000 mails for somebody who had all. */
const mailsPerMember = 670;
/** Pictures and portraits, as in the inboxes that were saved in 2021: 16,000 beside 8,000 mails. */
export const picturesPerMail = 2;
/** How many of a hundred people subscribed to so many members. Assumed; nobody outside the service knows. */
const members: [count: number, people: number][] = [
  [1, 45],
  [2, 22],
  [3, 13],
  [4, 7],
  [6, 6],
  [9, 3],
  [12, 4],
];
/** How much of the time they stayed: each as likely. */
const stays = [0.25, 0.5, 0.75, 1];

/** How many of how many people have an inbox of this size. */
export interface Inbox {
  share: number;
  wish: Wish;
}

/** Inboxes for a first backup. */
export const firstInboxes: Inbox[] = members.flatMap(([count, people]) =>
  stays.map((stay) => ({
    share: people / 100 / stays.length,
    wish: wishOf(Math.round(count * mailsPerMember * stay), picturesPerMail),
  })),
);

/** What is new a day later: one or two mails of each member. */
export const laterInboxes: Inbox[] = members.flatMap(([count, people]) =>
  [0, 1, 2].map((each) => ({ share: people / 100 / 3, wish: wishOf(count * each, picturesPerMail) })),
);

export const meanOf = (inboxes: Inbox[], value: (wish: Wish) => number): number =>
  inboxes.reduce((sum, { share, wish }) => sum + share * value(wish), 0);

/** When people press the button, in seconds of the hour. */
export type Rush = (chance: () => number) => number;

export const evenly: Rush = (chance) => Math.floor(chance() * 3600);
/** As when a closing is announced: half of all within the first five minutes, the rest evenly. */
export const atOnce: Rush = (chance) => Math.floor(chance() * (chance() < 0.5 ? 300 : 3600));
