import type { Service } from '../service/service.ts';

/** The latency that makes a backup of any size last until `release`. */
const heldMs = 5_000;

/**
 * Waits until the service has received `requests` requests, then slows it down so that the backup still runs when a
 * busy machine has pressed a button. The returned function restores its speed.
 */
export async function holdBackup(service: Service, requests: number, latencyMs: number): Promise<() => void> {
  const end = Date.now() + 120_000;
  while (service.counters.count() < requests) {
    if (Date.now() > end) throw new Error(`Only ${service.counters.count()} of ${requests} requests came.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  service.setLatency(heldMs);
  return () => service.setLatency(latencyMs);
}

/** A number once it has been constant for a second: requests in flight have arrived. */
export async function whenStill(read: () => number): Promise<number> {
  for (;;) {
    const before = read();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    if (read() === before) return before;
  }
}
