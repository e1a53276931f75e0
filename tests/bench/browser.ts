import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '../service/certificate.ts';
import { getChromium, makeScratchFolder } from '../support/chromium.ts';
import { controlHost } from './control-host.ts';
import { memoryOf, processorSecondsOf } from './memory.ts';
import type { Deed, DeedName, Deeds } from './page/deeds.ts';

/** A Chromium with the extension and its bench page, and no debugger attached: one that records bodies spoils the figures. */
export interface BenchBrowser {
  /** Has the bench page do something, and waits for what it found. Rejects with what the deed failed with. */
  ask<K extends DeedName>(name: K, ...args: Parameters<Deeds[K]>): Promise<Awaited<ReturnType<Deeds[K]>>>;
  /** Proportional memory of all its processes now, in bytes. */
  memory(): number;
  /** Processor time its processes have used so far, in seconds, by kind. */
  processorSeconds(): Record<string, number>;
  readonly userDataDir: string;
  /** Ends it and forgets the profile. */
  discard(): Promise<void>;
}

export interface BenchBrowserOptions {
  /** Where the demo service listens. */
  servicePort: number;
  /** From `benchCopy`. */
  extension: string;
  /** Further switches for Chromium. */
  switches?: string[];
}

/** Starts it and waits until its bench page asks what to do. */
export async function launchBenchBrowser({
  servicePort,
  extension,
  switches = [],
}: BenchBrowserOptions): Promise<BenchBrowser> {
  const control = await startControl();
  const userDataDir = await makeScratchFolder('bench');
  const browser = spawn(
    getChromium(),
    [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--headless=new',
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-domain-reliability',
      '--disable-sync',
      '--disable-quic',
      '--ignore-certificate-errors',
      `--host-resolver-rules=MAP ${controlHost} 127.0.0.1:${control.port}, MAP * 127.0.0.1:${servicePort}`,
      '--disable-features=DisableLoadExtensionCommandLineSwitch',
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      `--user-data-dir=${userDataDir}`,
      '--window-size=1280,900',
      ...switches,
    ],
    { stdio: 'ignore', env: { ...process.env, LANG: 'C.UTF-8' } },
  );
  const ended = once(browser, 'exit');
  void ended.then(() => control.fail(new Error('Chromium ended by itself.')));
  return {
    userDataDir,
    ask: (name, ...args) => control.ask({ name, args } as Deed) as never,
    memory: () => memoryOf(browser.pid ?? 0),
    processorSeconds: () => processorSecondsOf(browser.pid ?? 0),
    async discard() {
      browser.kill();
      await ended;
      control.close();
      await rm(userDataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

/** Where the page asks for its next deed and brings what came of it. */
async function startControl() {
  const { cert, private: key } = await makeCertificate([controlHost]);
  let next = Promise.withResolvers<Deed>();
  let outcome: PromiseWithResolvers<unknown> | undefined;
  const server = createServer({ key, cert }, async (request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    if (request.method === 'POST') {
      const told = JSON.parse(Buffer.concat(await request.toArray()).toString()) as
        { answer?: unknown } | { error: string };
      if ('error' in told) outcome?.reject(new Error(told.error));
      else outcome?.resolve(told.answer);
      response.end();
      return;
    }
    const deed = await next.promise;
    next = Promise.withResolvers();
    response.end(JSON.stringify(deed));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    ask(deed: Deed): Promise<unknown> {
      outcome = Promise.withResolvers();
      next.resolve(deed);
      return outcome.promise;
    },
    fail(error: Error): void {
      outcome?.promise.catch(() => undefined);
      outcome?.reject(error);
    },
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}
