import { useCallback, useEffect, useState } from 'preact/hooks';

/** A message about something just done, with a way to undo it where there is one. */
export interface Notice {
  text: string;
  undo?: () => void;
}

/** Long enough to read the notice, find its button and press it, in milliseconds. */
const shownMs = 20_000;

/** The latest notice, until it is dismissed or its time is over. */
export function useNotice(): { notice: Notice | undefined; notify(notice: Notice): void; dismiss(): void } {
  const [notice, setNotice] = useState<Notice>();
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => setNotice(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [notice]);
  const dismiss = useCallback(() => setNotice(undefined), []);
  return { notice, notify: setNotice, dismiss };
}
