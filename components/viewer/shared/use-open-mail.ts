import { useEffect, useMemo, useState } from 'preact/hooks';
import type { OpenAsset } from '../../../lib/mail/mail-library.ts';
import type { AssetStatus } from '../../../lib/mail/asset.ts';
import type { AccountKey, MailContent, MailKey } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';
import type { NamedLibrary } from '../../../lib/mail/named-library.ts';

/** The mail in the reader, as far as it is loaded. */
export type OpenMail =
  | { phase: 'loading' }
  | { phase: 'missing' }
  | { phase: 'ready'; key: string; content: MailContent; assets: AssetStatus[] };

/** Reads a mail, and again when the library changes; an unchanged mail stays the same object. */
export function useOpenMail(library: NamedLibrary, key: MailKey, version: number): OpenMail {
  const [mail, setMail] = useState<OpenMail>({ phase: 'loading' });
  const keyText = mailKeyText(key);
  useEffect(() => {
    let isCurrent = true;
    void Promise.all([library.findMail(key), library.listAssets(key)])
      .then(([content, assets]): OpenMail =>
        content ? { phase: 'ready', key: keyText, content, assets } : { phase: 'missing' },
      )
      .catch((): OpenMail => ({ phase: 'missing' }))
      .then((read) => {
        if (isCurrent) setMail((before) => (JSON.stringify(before) === JSON.stringify(read) ? before : read));
      });
    return () => {
      isCurrent = false;
    };
    // The key is compared by its text: a new object of the same mail is not another mail.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [library, keyText, version]);
  return mail.phase === 'ready' && mail.key !== keyText ? { phase: 'loading' } : mail;
}

/** A file of the mail on screen: open, loading, or why it is missing. */
export type ShownAsset =
  { state: 'open'; file: OpenAsset } | { state: 'opening' | 'wanted' | 'gone' | 'damaged' | 'unreadable' };

/** Opens the saved files of one mail and releases them when the mail leaves the screen. */
export function useOpenAssets(
  library: NamedLibrary,
  owner: AccountKey,
  assets: readonly AssetStatus[],
): ReadonlyMap<string, ShownAsset> {
  const [opened, setOpened] = useState<ReadonlyMap<string, OpenAsset | undefined>>(() => new Map());
  const saved = assets.filter(({ state }) => state === 'saved').map(({ ref }) => ref.key);
  const savedText = JSON.stringify(saved);
  const { service, account } = owner;
  useEffect(() => {
    const releases: (() => void)[] = [];
    let isCurrent = true;
    for (const key of new Set(saved)) {
      void library
        .openAsset({ service, account }, key)
        .catch(() => undefined)
        .then((file) => {
          if (!isCurrent) return file?.release();
          if (file) releases.push(() => file.release());
          setOpened((before) => new Map(before).set(key, file));
        });
    }
    return () => {
      isCurrent = false;
      setOpened(new Map());
      for (const release of releases) release();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- `saved` is compared by its text.
  }, [library, service, account, savedText]);

  return useMemo(
    () =>
      new Map(
        assets.map(({ ref, state }): [string, ShownAsset] => {
          if (state !== 'saved') return [ref.key, { state }];
          if (!opened.has(ref.key)) return [ref.key, { state: 'opening' }];
          const file = opened.get(ref.key);
          return [ref.key, file ? { state: 'open', file } : { state: 'unreadable' }];
        }),
      ),
    [assets, opened],
  );
}
