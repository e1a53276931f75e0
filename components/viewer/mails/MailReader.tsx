import { useEffect, useMemo, useRef } from 'preact/hooks';
import { createAssetFinder } from '../../../lib/mail/asset-finder.ts';
import type { AssetStatus, CleanBody, MailLibrary, SanitizeBody } from '../../../lib/mail/mail-library.ts';
import type { MailContent, MailKey, MailRow } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';
import { Button } from '../../shared/Button.tsx';
import { EmptyState } from '../../shared/EmptyState.tsx';
import type { Formats } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { findTextLanguage } from '../../shared/text-language.ts';
import type { Translate } from '../../shared/translate.ts';
import { Avatar } from '../shared/Avatar.tsx';
import { Highlight } from '../shared/Highlight.tsx';
import { MailAssets } from './MailAssets.tsx';
import { MailBody } from './MailBody.tsx';
import { useOpenAssets, useOpenMail } from '../shared/use-open-mail.ts';

interface MailReaderProps {
  library: MailLibrary;
  sanitize: SanitizeBody;
  mailKey: MailKey;
  /** The mail's row; undefined when the library has no such mail. */
  row: MailRow | undefined;
  words: readonly string[];
  portrait: string | undefined;
  version: number;
  theme: string;
  /** Absent at the ends of the list. */
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onBack(): void;
  t: Translate;
  formats: Formats;
}

/** One mail on its sheet of paper, with the ways to its neighbours. */
export function MailReader(props: MailReaderProps) {
  const { library, mailKey, row, onPrevious, onNext, onBack, t } = props;
  const mail = useOpenMail(library, mailKey, props.version);
  const pane = useRef<HTMLDivElement>(null);
  const keyText = mailKeyText(mailKey);
  useEffect(() => {
    pane.current?.scrollTo({ top: 0 });
  }, [keyText]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act =
      event.key === 'j'
        ? onNext
        : event.key === 'k'
          ? onPrevious
          : event.key === 'Escape'
            ? onBack
            : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  };

  return (
    <div class="reader-pane" ref={pane} onKeyDown={onKeyDown}>
      <div class="reader-bar">
        <Button kind="quiet" class="button reader-back" onClick={onBack}>
          <Icon name="back" />
          {t('viewerBackToList')}
        </Button>
        <span class="reader-steps">
          <Button
            kind="quiet"
            shape="icon"
            aria-label={t('viewerPrevious')}
            title={t('viewerPrevious')}
            disabled={!onPrevious}
            onClick={() => onPrevious?.()}
          >
            <Icon name="up" />
          </Button>
          <Button
            kind="quiet"
            shape="icon"
            aria-label={t('viewerNext')}
            title={t('viewerNext')}
            disabled={!onNext}
            onClick={() => onNext?.()}
          >
            <Icon name="down" />
          </Button>
        </span>
      </div>
      {mail.phase === 'missing' && !row && (
        <EmptyState icon="warning" title={t('viewerMailGoneTitle')} text={t('viewerMailGoneText')} />
      )}
      {row && (
        <article class="paper" aria-labelledby="reader-subject" aria-busy={mail.phase === 'loading'}>
          <ReaderHead {...props} row={row} />
          {mail.phase === 'ready' && (
            <ReaderContent
              key={keyText}
              {...props}
              row={row}
              content={mail.content}
              statuses={mail.assets}
              onKeyDown={onKeyDown}
            />
          )}
        </article>
      )}
    </div>
  );
}

function ReaderHead({ row, words, portrait, t, formats }: MailReaderProps & { row: MailRow }) {
  return (
    <header class="paper-head">
      <h2 id="reader-subject" lang={findTextLanguage(row.subject)}>
        {row.subject === '' ? t('viewerNoSubject') : <Highlight text={row.subject} words={words} />}
      </h2>
      <div class="paper-from">
        <Avatar name={row.from.name} id={row.from.id} portrait={portrait} size="large" />
        <div>
          <p class="paper-sender" lang={findTextLanguage(row.from.name)}>
            {row.from.name}
            {row.group && <span class="paper-group"> · {row.group.name}</span>}
          </p>
          <time dateTime={row.receivedAt}>{formats.moment(row.receivedAt)}</time>
        </div>
      </div>
      {row.isWithdrawn && <p class="paper-note">{t('viewerWithdrawn')}</p>}
    </header>
  );
}

interface ReaderContentProps extends MailReaderProps {
  row: MailRow;
  content: MailContent;
  statuses: AssetStatus[];
  onKeyDown(event: KeyboardEvent): void;
}

function ReaderContent(props: ReaderContentProps) {
  const { library, sanitize, row, content, statuses, words, theme, onKeyDown, t } = props;
  const assets = useOpenAssets(library, content, statuses);
  const body = useMemo(() => cleanBody(content, sanitize), [content, sanitize]);
  const inBody = new Set(body?.assetKeys);
  const others = content.assets.filter(({ key, role }) => role === 'body' && !inBody.has(key));
  const textLanguage = findTextLanguage(content.text);
  return (
    <>
      {body ? (
        <MailBody
          body={body}
          senderName={row.from.name}
          textLanguage={textLanguage}
          assets={assets}
          theme={theme}
          onKeyDown={onKeyDown}
          t={t}
        />
      ) : (
        <p class="paper-plain" lang={textLanguage}>
          <Highlight text={content.text} words={words} />
        </p>
      )}
      <MailAssets refs={others} assets={assets} senderName={row.from.name} t={t} />
    </>
  );
}

/** Undefined: the mail is plain text. */
function cleanBody(content: MailContent, sanitize: SanitizeBody): CleanBody | undefined {
  if (content.htmlBody === undefined) return undefined;
  return sanitize(content.htmlBody, createAssetFinder(content.assets));
}
