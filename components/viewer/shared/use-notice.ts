import { useCallback, useEffect, useState } from 'preact/hooks';

/** Something that was just done, with the way back where there is one. */
export interface Notice {
  text: string;
  undo?: () => void;
}

/** Long enough to read it, find the way back and press it, in milliseconds. */
const shownMs = 20_000;

/** The latest notice, until it is put away or its time is over. */
export function useNotice(): { notice: Notice | undefined; tell(notice: Notice): void; dismiss(): void } {
  const [notice, setNotice] = useState<Notice>();
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => setNotice(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [notice]);
  const dismiss = useCallback(() => setNotice(undefined), []);
  return { notice, tell: setNotice, dismiss };
}
