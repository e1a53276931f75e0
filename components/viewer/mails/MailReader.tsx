import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SanitizeBody } from '../../../lib/mail/mail-library.ts';
import type { MailKey, MailRow } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';
import type { NamedLibrary } from '../../../lib/mail/named-library.ts';
import { EmptyState } from '../../shared/EmptyState.tsx';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';
import type { Notice } from '../shared/use-notice.ts';
import type { MarksView } from '../shared/use-marks.ts';
import { NameDialog } from '../shared/NameDialog.tsx';
import { useOpenAssets, useOpenMail } from '../shared/use-open-mail.ts';
import { useVersions } from '../shared/use-versions.ts';
import { lookOf } from './looks.ts';
import { NoteEditor } from './NoteEditor.tsx';
import { OriginalDialog } from './OriginalDialog.tsx';
import { PicturesDialog } from './PicturesDialog.tsx';
import { printMail } from './print-mail.ts';
import { ReaderBar } from './ReaderBar.tsx';
import type { ReaderAction } from './ReaderMenu.tsx';
import type { MarkMails } from './use-mark-actions.ts';
import { VersionsDialog } from './VersionsDialog.tsx';

interface MailReaderProps {
  library: NamedLibrary;
  sanitize: SanitizeBody;
  mailKey: MailKey;
  /** The mail's row; undefined when the library has no such mail. */
  row: MailRow | undefined;
  /** Whether all rows are loaded: until then, a mail without a row may still come. */
  isComplete: boolean;
  words: readonly string[];
  portrait: string | undefined;
  version: number;
  theme: string;
  marks: MarksView;
  mark: MarkMails;
  /** Increases with every request to write a note. */
  noteRequests: number;
  /** Undefined at the ends of the list. */
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onBack(): void;
  onTags(): void;
  onNote(): void;
  /** Shows the mail in the list of all mails, under its day. */
  onShowDay(): void;
  notify(notice: Notice): void;
  t: Translate;
  formats: Formats;
}

const noAssets = [] as const;

/** One mail, with links to its neighbours and its actions. */
export function MailReader(props: MailReaderProps) {
  const { library, mailKey, row, marks, mark, onPrevious, onNext, onBack, notify, t } = props;
  const mail = useOpenMail(library, mailKey, props.version);
  const versions = useVersions(library, mailKey, props.version);
  const content = mail.phase === 'ready' ? mail.content : undefined;
  const assets = useOpenAssets(library, mailKey, mail.phase === 'ready' ? mail.assets : noAssets);
  const [dialog, setDialog] = useState<'original' | 'pictures' | 'name' | 'versions'>();
  const pane = useRef<HTMLDivElement>(null);
  const keyText = mailKeyText(mailKey);
  const requestsBefore = useRef({ keyText, count: props.noteRequests });
  if (requestsBefore.current.keyText !== keyText)
    requestsBefore.current = { keyText, count: props.noteRequests };
  useEffect(() => {
    pane.current?.scrollTo({ top: 0 });
  }, [keyText]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const target = event.target as Element | null;
    if (event.altKey || event.defaultPrevented || target?.closest?.('dialog')) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== 'p') return;
      event.preventDefault();
      return void printMail();
    }
    if (target?.closest?.('textarea, input')) return;
    const act = { j: onNext, k: onPrevious, Escape: onBack }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  const pictures = content?.assets.filter(({ kind, role }) => kind === 'image' && role === 'body') ?? [];
  const current = marks.byKey.get(keyText);
  const copy = (): void => {
    const text = `${row?.subject ?? ''}\n\n${content?.text ?? ''}`.trim();
    navigator.clipboard.writeText(text).then(
      () => notify({ text: t('viewerCopied') }),
      () => notify({ text: t('viewerCopyFailed') }),
    );
  };
  const actions: (ReaderAction | false)[] = [
    { icon: 'day', label: t('viewerShowDay'), act: props.onShowDay },
    pictures.length > 0 && {
      icon: 'picture',
      label: t('viewerAllPictures'),
      act: () => setDialog('pictures'),
    },
    { icon: 'copy', label: t('viewerCopyText'), act: copy },
    { icon: 'print', label: t('viewerPrint'), act: () => void printMail() },
    marks.edit !== undefined && { icon: 'user', label: t('viewerNameMenu'), act: () => setDialog('name') },
    { icon: 'code', label: t('viewerOriginal'), act: () => setDialog('original') },
  ];

  return (
    <div class="reader-pane" ref={pane} onKeyDown={onKeyDown}>
      <ReaderBar
        row={row}
        mark={mark}
        actions={content ? actions.filter((action) => action !== false) : []}
        hasNote={(current?.note ?? '') !== ''}
        onPrevious={onPrevious}
        onNext={onNext}
        onBack={onBack}
        onTags={props.onTags}
        onNote={props.onNote}
        t={t}
      />
      {mail.phase === 'missing' && !row && props.isComplete && (
        <EmptyState icon="warning" title={t('viewerMailGoneTitle')} text={t('viewerMailGoneText')} />
      )}
      {row && (
        <article class="paper" aria-labelledby="reader-subject" aria-busy={mail.phase === 'loading'}>
          {h(lookOf(row), {
            key: keyText,
            row,
            content,
            assets,
            tags: current?.tags ?? noTags,
            tagById: marks.tagById,
            words: props.words,
            portrait: props.portrait,
            versionCount: versions.length,
            onVersions: () => setDialog('versions'),
            sanitize: props.sanitize,
            theme: props.theme,
            onKeyDown,
            t,
            formats: props.formats,
          })}
          <NoteEditor
            key={`note ${keyText}`}
            note={current?.note ?? ''}
            noteAsWritten={library.marks.noteAsWritten(mailKey)}
            save={
              marks.edit &&
              ((note) => marks.edit?.({ change: { keys: [mailKey], change: { note } } }) ?? Promise.resolve())
            }
            requests={props.noteRequests - requestsBefore.current.count}
            t={t}
          />
        </article>
      )}
      {dialog === 'original' && content && (
        <OriginalDialog content={content} onClose={() => setDialog(undefined)} t={t} />
      )}
      {dialog === 'pictures' && row && (
        <PicturesDialog
          refs={pictures}
          assets={assets}
          senderName={row.from.name}
          onClose={() => setDialog(undefined)}
          t={t}
        />
      )}
      {dialog === 'versions' && row && mail.phase === 'ready' && versions.length > 0 && (
        <VersionsDialog
          library={library}
          row={row}
          content={mail.content}
          assets={mail.assets}
          versions={versions}
          sanitize={props.sanitize}
          theme={props.theme}
          onClose={() => setDialog(undefined)}
          t={t}
          formats={props.formats}
        />
      )}
      {dialog === 'name' && marks.edit && (
        <NameDialog choice={marks.name} edit={marks.edit} onClose={() => setDialog(undefined)} t={t} />
      )}
    </div>
  );
}

const noTags: readonly string[] = [];
