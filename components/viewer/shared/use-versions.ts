import { useEffect, useState } from 'preact/hooks';
import type { EarlierVersion } from '../../../lib/mail/mail-library.ts';
import type { MailKey } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';
import type { NamedLibrary } from '../../../lib/mail/named-library.ts';

const none: readonly EarlierVersion[] = [];

/** The earlier versions of a mail, oldest first, read again when the library changes; empty while they are loading. */
export function useVersions(library: NamedLibrary, key: MailKey, version: number): readonly EarlierVersion[] {
  const [read, setRead] = useState({ key: '', versions: none });
  const keyText = mailKeyText(key);
  useEffect(() => {
    let isCurrent = true;
    library.listVersions(key).then(
      (versions) => {
        if (!isCurrent) return;
        const next = { key: keyText, versions };
        setRead((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
      },
      // A store that cannot be read is reported where the mail itself is read.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the key is compared by its text.
  }, [library, keyText, version]);
  return read.key === keyText ? read.versions : none;
}
