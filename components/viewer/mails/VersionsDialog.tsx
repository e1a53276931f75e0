import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import type { EarlierVersion, SanitizeBody } from '../../../lib/mail/mail-library.ts';
import type { AssetStatus } from '../../../lib/mail/asset.ts';
import type { MailContent, MailRow } from '../../../lib/mail/mail.ts';
import type { NamedLibrary } from '../../../lib/mail/named-library.ts';
import { Button } from '../../shared/Button.tsx';
import { Dialog } from '../../shared/Dialog.tsx';
import type { Formats } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import type { Translate } from '../../shared/translate.ts';
import { useOpenAssets } from '../shared/use-open-mail.ts';
import { printSheet } from './print-mail.ts';
import { VersionChange } from './VersionChange.tsx';

interface VersionsDialogProps {
  library: NamedLibrary;
  /** The mail as it is now, and the state of its files. */
  row: MailRow;
  content: MailContent;
  assets: readonly AssetStatus[];
  /** Oldest first. */
  versions: readonly EarlierVersion[];
  sanitize: SanitizeBody;
  theme: string;
  onClose(): void;
  t: Translate;
  formats: Formats;
}

/** The earlier versions of a mail: each change with its differences, newest first. */
export function VersionsDialog(props: VersionsDialogProps) {
  const { library, row, content, assets, versions, onClose, t, formats } = props;
  const sheet = useRef<HTMLDivElement>(null);
  const everyAsset = useMemo(() => {
    const byKey = new Map(
      [...versions.flatMap((version) => version.assets), ...assets].map((each) => [each.ref.key, each]),
    );
    return [...byKey.values()];
  }, [versions, assets]);
  const opened = useOpenAssets(library, row, everyAsset);
  const print = (): void => {
    if (sheet.current) void printSheet(sheet.current);
  };
  const latest = useRef({ print, onClose });
  latest.current = { print, onClose };
  const onKeyDown = useCallback((event: KeyboardEvent): void => {
    const isPrint = (event.ctrlKey || event.metaKey) && event.key === 'p';
    if (isPrint) latest.current.print();
    // The browser closes a dialog on Escape, but receives no key pressed inside a frame.
    else if (event.key === 'Escape' && event.view !== window) latest.current.onClose();
    else return;
    event.preventDefault();
  }, []);
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [onKeyDown]);

  const changes = versions.map((before, at) => ({ before, after: versions[at + 1] ?? { row, content } }));
  return (
    <Dialog
      title={t('viewerVersions')}
      size="wide"
      onClose={onClose}
      buttons={
        <>
          <Button onClick={print}>
            <Icon name="print" />
            {t('viewerPrint')}
          </Button>
          <Button kind="primary" onClick={onClose}>
            {t('sharedClose')}
          </Button>
        </>
      }
    >
      <div class="versions" ref={sheet}>
        <p class="quiet">{t('viewerVersionsText')}</p>
        {changes.toReversed().map(({ before, after }, at) => (
          <VersionChange
            key={changes.length - at}
            before={before}
            after={after}
            assets={opened}
            sanitize={props.sanitize}
            theme={props.theme}
            onKeyDown={onKeyDown}
            t={t}
            formats={formats}
          />
        ))}
      </div>
    </Dialog>
  );
}
