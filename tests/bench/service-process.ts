import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ServiceOptions } from '../service/service.ts';
import type { ServiceCalls } from './service-child.ts';

/** The demo service in its own process. */
export type ServiceProcess = {
  [K in Exclude<keyof ServiceCalls, 'start'>]: () => Promise<ReturnType<ServiceCalls[K]>>;
} & { readonly port: number };

/** Starts it, everything drawn and ready. Rejects with what the child failed with. */
export async function startServiceProcess(options: ServiceOptions): Promise<ServiceProcess> {
  const child = fork(fileURLToPath(new URL('./service-child.ts', import.meta.url)), {
    serialization: 'advanced',
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let asked = 0;
  child.on('message', ({ number, answer, error }: { number: number; answer?: unknown; error?: string }) => {
    const own = waiting.get(number);
    waiting.delete(number);
    if (error === undefined) own?.resolve(answer);
    else own?.reject(new Error(error));
  });
  child.on('exit', () => {
    for (const own of waiting.values()) own.resolve(undefined);
  });
  const ask = <K extends keyof ServiceCalls>(
    call: K,
    ...args: Parameters<ServiceCalls[K]>
  ): Promise<ReturnType<ServiceCalls[K]>> => {
    const number = ++asked;
    const own = Promise.withResolvers<unknown>();
    waiting.set(number, own);
    child.send({ number, call, args });
    return own.promise as Promise<ReturnType<ServiceCalls[K]>>;
  };
  const port = await ask('start', options);
  return {
    port,
    addresses: () => ask('addresses'),
    traffic: () => ask('traffic'),
    reset: () => ask('reset'),
    stop: () => ask('stop'),
  };
}
