import { imageOrigin } from './hosts.ts';
import { operationsTeam, senders, type DemoSender } from './senders.ts';
import { hash32, hexDigits, pick, pickIndex, randomFrom } from './random.ts';
import { mailWords, noticeWords, type Words } from './words.ts';

/** One mail of an inbox, generated from the seed on demand. */
export interface DemoMail {
  id: string;
  /** The position in time: 0 is the oldest. */
  index: number;
  from: DemoSender;
  words: Words;
  /** Paths on the image host, in the order of the body. */
  picturePaths: string[];
  portraitPath: string;
  /** `YYYY-MM-DD HH:MM:SS` in the service's zone, UTC+9. */
  receivedAt: string;
  isStarred: boolean;
  isUnread: boolean;
}

const firstDay = Date.UTC(2018, 9, 29, 9);
const lastMoment = Date.UTC(2021, 3, 28, 12);
/** The service's present day, so that some mails are of “today”. */
export const serviceToday = '2021-04-28';

const firstNumber = 2226;
const lastNumber = 25612;
const birthdayYears = [
  { year: 2019, firstOf: 1 },
  { year: 2020, firstOf: 25 },
  { year: 2021, firstOf: 37 },
];
const noticeEvery = 60;
const noticeAt = 17;

/** The conditions on which the API filters, as lists of numbers of mails. */
export interface MailFilter {
  isStarred?: boolean;
  isUnread?: boolean;
  senderId?: number;
  text?: string;
}

/** All mails of one account. Contains numbers only: mails are generated on demand, so 80,000 cost nothing. */
export class Inbox {
  readonly nickname: string;
  private readonly seed: number;
  private readonly startCount: number;
  private readonly subscribed: readonly DemoSender[];
  private readonly birthdays = new Map<number, { id: string; sender: DemoSender }>();
  private readonly birthdayIndexes = new Map<string, number>();
  private readonly withdrawn = new Set<number>();
  private readonly filtered = new Map<string, number[]>();
  private arrived = 0;

  constructor(options: { seed: number; mails: number; nickname: string; senders?: number }) {
    this.seed = options.seed;
    this.startCount = options.mails;
    this.nickname = options.nickname;
    this.subscribed = senders.slice(0, options.senders ?? senders.length);
    this.plantBirthdays();
  }

  /** The number of mails in the list now. */
  get count(): number {
    return this.startCount + this.arrived - this.withdrawn.size;
  }

  get members(): readonly DemoSender[] {
    return this.subscribed;
  }

  /** Adds new mails; returns their ids, oldest first. */
  arrive(count: number): string[] {
    const first = this.startCount + this.arrived;
    this.arrived += count;
    this.filtered.clear();
    return Array.from({ length: count }, (_, at) => this.idAt(first + at));
  }

  /** Removes mails from the list permanently; unknown ids are ignored. */
  withdraw(ids: Iterable<string>): void {
    for (const id of ids) {
      const index = this.indexOf(id);
      if (index !== undefined) this.withdrawn.add(index);
    }
    this.filtered.clear();
  }

  /** `limit` mails from `offset`, newest first. */
  list(offset: number, limit: number, filter: MailFilter = {}): DemoMail[] {
    const indexes = this.indexesOf(filter);
    return indexes.slice(offset, offset + limit).map((index) => this.mailAt(index));
  }

  countOf(filter: MailFilter): number {
    return this.indexesOf(filter).length;
  }

  /** Every mail in the list, newest first. */
  *mails(): Generator<DemoMail> {
    for (const index of this.indexesOf({})) yield this.mailAt(index);
  }

  /** The mail with an id; undefined when it is unknown or withdrawn. */
  find(id: string): DemoMail | undefined {
    const index = this.indexOf(id);
    return index === undefined || this.withdrawn.has(index) ? undefined : this.mailAt(index);
  }

  /** The mail a picture path belongs to; withdrawn mails keep their pictures. */
  findByPicture(path: string): DemoMail | undefined {
    const digits = /([0-9a-f]{8})\.[a-z]+$/.exec(path)?.[1];
    if (digits === undefined) return undefined;
    const index = Math.floor(this.unmask(Number.parseInt(digits, 16)) / 8);
    if (index >= this.startCount + this.arrived) return undefined;
    const mail = this.mailAt(index);
    return mail.picturePaths.includes(path) ? mail : undefined;
  }

  /** A member's portraits: a new one each year. */
  portraitPath(sender: DemoSender, year: number): string {
    const digits = hexDigits(randomFrom('portrait', sender.id, year), 32);
    return `/artist/profile/starship/${year}01010000/${digits}.jpg`;
  }

  /** Whether a portrait ever had that path. */
  hasPortrait(path: string): boolean {
    const year = Number(/^\/artist\/profile\/starship\/(\d{4})/.exec(path)?.[1]);
    return [...senders, operationsTeam].some((sender) => this.portraitPath(sender, year) === path);
  }

  private mailAt(index: number): DemoMail {
    const id = this.idAt(index);
    const random = randomFrom(this.seed, 'mail', index);
    const birthday = this.birthdays.get(index);
    const from = this.senderAt(index);
    const receivedAt = this.timeAt(index);
    const words = id.startsWith('i')
      ? noticeWords(Number(id.slice(1)), this.nickname)
      : mailWords(random, from.writes, this.nickname, birthday !== undefined);
    const pictures = id.startsWith('i') ? 0 : birthday ? 2 : pick(random, pictureCounts);
    const picturePaths = Array.from({ length: pictures }, (_, at) =>
      this.picturePath(index, at, from, receivedAt, birthday !== undefined),
    );
    return {
      id,
      index,
      from,
      words,
      picturePaths,
      portraitPath: this.portraitPath(from, Number(receivedAt.slice(0, 4))),
      receivedAt,
      isStarred: this.isStarred(index),
      isUnread: this.isUnread(index),
    };
  }

  private idAt(index: number): string {
    const birthday = this.birthdays.get(index);
    if (birthday) return birthday.id;
    if (this.isNotice(index)) return `i${1000 + Math.floor(index / noticeEvery)}`;
    return `m${this.numberAt(index)}`;
  }

  /** Increases with gaps, because ids are assigned across all members of the service. */
  private numberAt(index: number): number {
    const gap = Math.max(1, (lastNumber - firstNumber) / Math.max(1, this.startCount));
    const planned = Math.min(index, this.startCount);
    return firstNumber + Math.floor(planned * gap) + Math.max(0, index - this.startCount);
  }

  private indexOf(id: string): number | undefined {
    const birthday = this.birthdayIndexes.get(id);
    if (birthday !== undefined) return birthday;
    const number = /^[mi](\d{3,6})$/.exec(id)?.[1];
    if (number === undefined) return undefined;
    const gap = Math.max(1, (lastNumber - firstNumber) / Math.max(1, this.startCount));
    const near = id.startsWith('i')
      ? (Number(number) - 1000) * noticeEvery + noticeAt
      : Math.round((Number(number) - firstNumber) / gap);
    const beyond = Number(number) - this.numberAt(this.startCount) + this.startCount;
    return [near - 1, near, near + 1, beyond].find(
      (index) => index >= 0 && index < this.startCount + this.arrived && this.idAt(index) === id,
    );
  }

  private senderAt(index: number): DemoSender {
    const birthday = this.birthdays.get(index);
    if (birthday) return birthday.sender;
    if (this.isNotice(index)) return operationsTeam;
    return this.subscribed[hash32(this.seed, 'from', index) % this.subscribed.length] as DemoSender;
  }

  private isNotice(index: number): boolean {
    return index < this.startCount && index % noticeEvery === noticeAt && !this.birthdays.has(index);
  }

  private isStarred(index: number): boolean {
    return hash32(this.seed, 'star', index) % 20 === 0;
  }

  private isUnread(index: number): boolean {
    return index >= this.startCount || hash32(this.seed, 'unread', index) % 15 === 0;
  }

  private timeAt(index: number): string {
    const share = (this.startCount - 1 - index + randomFrom(this.seed, 'time', index)()) / this.startCount;
    const moment =
      index < this.startCount
        ? lastMoment - (lastMoment - firstDay) * share
        : lastMoment + (index - this.startCount + 1) * 1000;
    return new Date(moment).toISOString().slice(0, 19).replace('T', ' ');
  }

  private picturePath(
    index: number,
    at: number,
    from: DemoSender,
    receivedAt: string,
    isBirthday: boolean,
  ): string {
    const random = randomFrom(this.seed, 'picture', index, at);
    const name =
      hexDigits(random, 24) +
      this.mask(index * 8 + at)
        .toString(16)
        .padStart(8, '0');
    if (isBirthday) return `/birthday/${receivedAt.slice(0, 4)}/${from.id}/${name}.jpg`;
    const day = receivedAt.slice(0, 10).replaceAll('-', '');
    return `/upload/img/mail/${from.id}/${day}/${name}.${pick(random, extensions)}`;
  }

  // The last digits of a picture's name encode the mail's number, so that a path can be traced without an index in
  // memory.
  private mask(value: number): number {
    return (value ^ hash32(this.seed, 'mask')) >>> 0;
  }

  private unmask(value: number): number {
    return (value ^ hash32(this.seed, 'mask')) >>> 0;
  }

  private indexesOf(filter: MailFilter): number[] {
    const key = JSON.stringify(filter);
    const known = this.filtered.get(key);
    if (known) return known;
    const found: number[] = [];
    for (let index = this.startCount + this.arrived - 1; index >= 0; index--) {
      if (this.withdrawn.has(index)) continue;
      if (filter.isStarred !== undefined && this.isStarred(index) !== filter.isStarred) continue;
      if (filter.isUnread !== undefined && this.isUnread(index) !== filter.isUnread) continue;
      if (filter.senderId !== undefined && this.senderAt(index).id !== filter.senderId) continue;
      if (filter.text !== undefined && !this.mailAt(index).words.subject.includes(filter.text)) continue;
      found.push(index);
    }
    this.filtered.set(key, found);
    return found;
  }

  private plantBirthdays(): void {
    let room = Math.floor(this.startCount / 20);
    for (const { year, firstOf } of birthdayYears) {
      for (const sender of this.subscribed) {
        const month = Number(sender.birthday.slice(0, 2));
        const day = Number(sender.birthday.slice(2));
        const share = (lastMoment - Date.UTC(year, month - 1, day)) / (lastMoment - firstDay);
        const index = Math.floor((1 - share) * this.startCount);
        if (share < 0 || share > 1 || this.birthdays.has(index) || index % noticeEvery === noticeAt) continue;
        if (room-- <= 0) return;
        const id = `b${firstOf + sender.id - 1}-${String(year).slice(2)}`;
        this.birthdays.set(index, { id, sender });
        this.birthdayIndexes.set(id, index);
      }
    }
  }
}

// Two on average.
const pictureCounts = [0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 6];
const extensions = [...Array<string>(16).fill('jpeg'), 'jpg', 'jpg', 'png', 'png', 'gif'];

/** The full address of a picture. */
export function pictureUrl(path: string): string {
  return imageOrigin + path;
}

/** A number of up to six digits that identifies a picture in its page. */
export function pictureNumber(mail: DemoMail, at: number): number {
  return pickIndex(randomFrom('number', mail.index, at), 1_000_000);
}
