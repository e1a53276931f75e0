import type { Addresses } from '../service-child.ts';

/** As many at once at each host as the fast pace allows. */
const atOnce = 64;

const options: RequestInit = {
  redirect: 'manual',
  credentials: 'omit',
  cache: 'no-store',
  referrerPolicy: 'no-referrer',
};

/** Fetches every address and throws the bytes away: what the browser can do at best. */
export async function fetchAndThrowAway({
  pages,
  mails,
  pictures,
  headers,
}: Addresses): Promise<{ ms: number; sizeBytes: number }> {
  const before = performance.now();
  let sizeBytes = 0;
  const drain = async (addresses: string[], init: RequestInit): Promise<void> => {
    const waiting = [...addresses].reverse();
    const work = async (): Promise<void> => {
      for (let url; (url = waiting.pop());) {
        const response = await fetch(url, init);
        if (response.status !== 200) throw new Error(`${response.status} for ${url}`);
        const { byteLength } = await response.arrayBuffer();
        sizeBytes += byteLength;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  };
  const proven = { ...options, headers };
  await Promise.all([drain(pages, proven), drain(mails, proven), drain(pictures, options)]);
  return { ms: performance.now() - before, sizeBytes };
}

/** One list and then one mail, over connections that are not there yet. */
export async function roundTrips({ pages, mails, headers }: Addresses): Promise<{ ms: number }> {
  const before = performance.now();
  for (const url of [pages[0]!, mails[0]!]) await (await fetch(url, { ...options, headers })).arrayBuffer();
  return { ms: performance.now() - before };
}
