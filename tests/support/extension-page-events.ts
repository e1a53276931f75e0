import type { EventWatcher, Substitute } from './bidi-gate.ts';

const loaded = `new Promise((resolve) => {
  if (document.readyState === 'complete') resolve();
  else addEventListener('load', () => resolve(), { once: true });
})`;

interface Realms {
  realms: { realm: string; type: string; sandbox?: string }[];
}

/**
 * Sends the events that Firefox ESR 153 omits over BiDi for pages at `moz-extension:`: that they are loaded, and, when
 * a tab changed processes on the way there, that they have a realm. Without them Playwright waits for both for ever.
 */
export function watchExtensionPages(): EventWatcher {
  const announcedRealms = new Set<unknown>();
  return ({ method, params }, gate) => {
    if (method === 'script.realmCreated') announcedRealms.add(params['realm']);
    if (method !== 'browsingContext.navigationCommitted') return;
    const { context, url } = params as { context: string; url: string };
    if (!url.startsWith('moz-extension:')) return;
    const announce = async () => {
      await gate.call('script.evaluate', { expression: loaded, target: { context }, awaitPromise: true });
      const { realms } = await gate.call<Realms>('script.getRealms', { context, type: 'window' });
      for (const realm of realms) {
        if (realm.sandbox !== undefined || announcedRealms.has(realm.realm)) continue;
        announcedRealms.add(realm.realm);
        gate.announce('script.realmCreated', realm);
      }
      gate.announce('browsingContext.domContentLoaded', params);
      gate.announce('browsingContext.load', params);
    };
    // The page navigated or was closed before it was loaded: another navigation follows, or none.
    announce().catch(() => undefined);
  };
}

/**
 * Closes a tab and sends the event that it is closed, which Firefox ESR 153 omits for tabs that show a page of an
 * extension.
 */
export const closeTab: Substitute = async (params, gate) => {
  const result = await gate.call('browsingContext.close', params);
  gate.announce('browsingContext.contextDestroyed', {
    context: params['context'],
    parent: null,
    children: [],
  });
  return result;
};
