/** The channels that keep windows in step: one tells of mails, one of what people put on them. */
const channelName = 'mail-ark';
export const marksChannelName = 'mail-ark-marks';

const usualQuietMs = 400;

/** Tells every window that something has changed, this one too, but never so often that it disturbs. */
export interface Changes {
  announce(): void;
  /** Returns the way to stop listening. */
  subscribe(onChange: () => void): () => void;
  close(): void;
}

/** Opens a channel. `quietMs`: news within this time of the last are told together. */
export function openChanges(name = channelName, quietMs = usualQuietMs): Changes {
  const channel = new BroadcastChannel(name);
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;

  const tell = () => {
    for (const listener of listeners) listener();
  };
  const send = () => {
    isDue = false;
    channel.postMessage('changed');
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
      if (isDue) channel.postMessage('changed');
      listeners.clear();
      channel.close();
    },
  };
}
