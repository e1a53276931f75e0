import { useEffect, useRef, useState } from 'preact/hooks';
import type { NamedLibrary } from '../../../lib/mail/named-library.ts';
import type { SenderCount } from './mail-filter.ts';

/** Addresses of portraits by sender key. */
export type Portraits = ReadonlyMap<string, string>;

/** Finds each sender's portrait in their newest mails, once, and keeps it open as long as the viewer. */
export function usePortraits(library: NamedLibrary, senders: readonly SenderCount[]): Portraits {
  const [portraits, setPortraits] = useState<Portraits>(() => new Map());
  const asked = useRef(new Set<string>());
  const releases = useRef<(() => void)[]>([]);

  useEffect(
    () => () => {
      for (const release of releases.current) release();
      releases.current = [];
    },
    [library],
  );

  useEffect(() => {
    for (const sender of senders) {
      if (asked.current.has(sender.key)) continue;
      asked.current.add(sender.key);
      void openPortrait(library, sender)
        .then((opened) => {
          if (!opened) return;
          releases.current.push(opened.release);
          setPortraits((before) => new Map(before).set(sender.key, opened.url));
        })
        .catch(() => undefined);
    }
  }, [library, senders]);

  return portraits;
}

async function openPortrait(library: NamedLibrary, sender: SenderCount) {
  for (const row of sender.newest) {
    const mail = await library.findMail(row);
    const portrait = mail?.assets.find(({ role }) => role === 'portrait');
    const opened = portrait && (await library.openAsset(row, portrait.key));
    if (opened) return opened;
  }
  return undefined;
}
