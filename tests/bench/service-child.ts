/** Plays the demo service in a process of its own, so that its work does not stand in the browser driver's way. Told what to do over IPC. */
import { apiHost, imageOrigin, webOrigin } from '../service/hosts.ts';
import { startService, type Service, type ServiceOptions } from '../service/service.ts';
import { summarise, type TrafficSummary } from './traffic.ts';

/** What the child can be asked; each question has one answer. */
export interface ServiceCalls {
  start(options: ServiceOptions): number;
  /** Every address an undisturbed first backup asks for, in the order of listing, and the headers it needs. */
  addresses(): Addresses;
  traffic(): TrafficSummary;
  reset(): void;
  stop(): void;
}

/** The addresses of a whole inbox, those with account headers apart from those without. */
export interface Addresses {
  pages: string[];
  mails: string[];
  pictures: string[];
  headers: Record<string, string>;
}

/** One question, and its answer under the same number. */
export type Question = {
  [K in keyof ServiceCalls]: { number: number; call: K; args: Parameters<ServiceCalls[K]> };
}[keyof ServiceCalls];

let service: Service | undefined;

function running(): Service {
  if (!service) throw new Error('The service was not started.');
  return service;
}

const calls: {
  [K in keyof ServiceCalls]: (...args: Parameters<ServiceCalls[K]>) => Promise<ReturnType<ServiceCalls[K]>>;
} = {
  async start(options) {
    service = await startService(options);
    service.warmUp();
    return service.port;
  },
  async addresses() {
    const account = running().accounts[0]!;
    const pages = Math.ceil(account.inbox.count / 20);
    const mails = [...account.inbox.mails()];
    const pictures = new Set(
      mails.flatMap(({ picturePaths, portraitPath }) => [...picturePaths, portraitPath]),
    );
    return {
      pages: Array.from(
        { length: pages },
        (_, at) => `https://${apiHost}/v1/inbox?is_star=0&is_unread=0&page=${at + 1}`,
      ),
      mails: mails.map(({ id }) => `${webOrigin}/mail/${id}`),
      pictures: [...pictures].map((path) => imageOrigin + path),
      headers: account.headers(),
    };
  },
  async traffic() {
    return summarise(running().counters);
  },
  async reset() {
    running().counters.reset();
  },
  async stop() {
    await service?.close();
    setImmediate(() => process.disconnect());
  },
};

process.on('message', ({ number, call, args }: Question) => {
  (calls[call] as (...args: unknown[]) => Promise<unknown>)(...args).then(
    (answer) => process.send?.({ number, answer }),
    (error: unknown) => process.send?.({ number, error: String(error) }),
  );
});
