/** The channel that keeps windows in step. */
export const channelName = 'mail-ark';

const quietMs = 400;

/** Tells every window that mails have changed, this one too, but not more often than a few times a second. */
export interface Changes {
  announce(): void;
  /** Returns the way to stop listening. */
  subscribe(onChange: () => void): () => void;
  close(): void;
}

/** Opens the channel. */
export function openChanges(): Changes {
  const channel = new BroadcastChannel(channelName);
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;

  const tell = () => {
    for (const listener of listeners) listener();
  };
  const send = () => {
    isDue = false;
    channel.postMessage('mails-changed');
    tell();
    timer = setTimeout(() => {
      timer = undefined;
      if (isDue) send();
    }, quietMs);
  };
  channel.onmessage = tell;

  return {
    announce() {
      if (timer === undefined) send();
      else isDue = true;
    },
    subscribe(onChange) {
      const listener = () => onChange(); // the same function may listen twice
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearTimeout(timer);
      // The last change must not be lost on the other windows.
      if (isDue) channel.postMessage('mails-changed');
      listeners.clear();
      channel.close();
    },
  };
}
