import type { ServiceOptions } from '../service/service.ts';
import { launchBenchBrowser, type BenchBrowser } from './browser.ts';
import { startServiceProcess, type ServiceProcess } from './service-process.ts';

/** Latency of every answer, in milliseconds. */
export const latencyMs = 20;

/** Runs `work` with a demo service in its own process, and stops it. */
export async function withService<T>(
  options: ServiceOptions,
  work: (service: ServiceProcess) => Promise<T>,
): Promise<T> {
  const service = await startServiceProcess({ latencyMs, ...options });
  try {
    return await work(service);
  } finally {
    await service.stop();
  }
}

/** Runs `work` with a fresh profile that is signed in to the service and has come to rest, and throws the profile away. */
export async function withSignedIn<T>(
  service: ServiceProcess,
  extension: string,
  work: (browser: BenchBrowser) => Promise<T>,
): Promise<T> {
  const browser = await launchBenchBrowser({ servicePort: service.port, extension });
  try {
    await browser.ask('signIn');
    await rest(2_000);
    return await work(browser);
  } finally {
    await browser.discard();
  }
}

/** Memory over time, above what the idle browser had. */
export interface MemoryTrace {
  idleBytes: number;
  /** The highest above idle. */
  peakBytes: number;
  /** `[seconds, bytes above idle]`. */
  points: [number, number][];
}

const sampleMs = 1_000;

/** What the browser's memory does while `deed` runs: sums of proportional set sizes, once a second. */
export async function watchMemory<T>(
  browser: Pick<BenchBrowser, 'memory'>,
  deed: () => Promise<T>,
): Promise<{ result: T; memory: MemoryTrace }> {
  const idleBytes = browser.memory();
  const startedAt = Date.now();
  const points: [number, number][] = [[0, 0]];
  const timer = setInterval(() => {
    points.push([(Date.now() - startedAt) / 1000, browser.memory() - idleBytes]);
  }, sampleMs);
  try {
    const result = await deed();
    return {
      result,
      memory: { idleBytes, peakBytes: Math.max(...points.map(([, bytes]) => bytes)), points },
    };
  } finally {
    clearInterval(timer);
  }
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
