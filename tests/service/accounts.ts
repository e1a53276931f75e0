import { Inbox } from './inbox.ts';
import { lettersAndDigits, randomFrom } from './random.ts';

/** The properties of a made-up account; everything has a default. */
export interface AccountOptions {
  mails?: number;
  nickname?: string;
  /** The number of senders it subscribes to, of twelve. */
  senders?: number;
}

/** One account of the service. */
export class DemoAccount {
  readonly userId: string;
  /** The password for the web client's sign-in page. */
  readonly password: string;
  readonly nickname: string;
  readonly inbox: Inbox;
  private readonly seed: number;
  private serial = 0;
  private readonly expired = new Map<string, { isRenewable: boolean }>();
  private current: string;

  constructor(options: { seed: number; nickname: string; mails: number; senders: number }) {
    this.seed = options.seed;
    this.userId = lettersAndDigits(randomFrom(options.seed, 'user'), 12);
    this.password = lettersAndDigits(randomFrom(options.seed, 'password'), 8);
    this.nickname = options.nickname;
    this.inbox = new Inbox(options);
    this.current = this.makeToken();
  }

  /** The token that is valid now. */
  get token(): string {
    return this.current;
  }

  /** Refuses the token from now on; the client may exchange it for a new one when `isRenewable`. */
  expireToken(isRenewable: boolean): void {
    this.expired.set(this.current, { isRenewable });
    this.current = this.makeToken();
  }

  /** Returns the new token for an expired one, where it is renewable. */
  renew(token: string): string | undefined {
    if (token === this.current) return token;
    return this.expired.get(token)?.isRenewable ? this.current : undefined;
  }

  /** The headers the service requires, as the web client sends them. */
  headers(): Record<string, string> {
    return {
      'user-id': this.userId,
      'access-token': this.current,
      'os-type': 'Android',
      'application-version': '1.4.5',
      'terms-version': '5',
      'application-language': 'ko',
    };
  }

  private makeToken(): string {
    return lettersAndDigits(randomFrom(this.seed, 'token', this.serial++), 24);
  }
}

/** Creates the accounts; the second's nickname is written like a tag, as some fans did to find it again later. */
export function makeAccounts(
  seed: number,
  mails: number,
  options: readonly AccountOptions[] = [],
): DemoAccount[] {
  const defaults: Required<AccountOptions>[] = [
    { mails, nickname: '하루', senders: 12 },
    { mails: Math.ceil(mails / 10), nickname: '<위즈원>', senders: 5 },
  ];
  const count = Math.max(defaults.length, options.length);
  return Array.from({ length: count }, (_, at) => {
    const base = defaults[Math.min(at, 1)] as Required<AccountOptions>;
    return new DemoAccount({ ...base, ...options[at], seed: seed * 1000 + at });
  });
}
