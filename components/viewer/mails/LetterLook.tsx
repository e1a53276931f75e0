import { useMemo } from 'preact/hooks';
import { createAssetFinder } from '../../../lib/mail/asset-finder.ts';
import type { CleanBody, SanitizeBody } from '../../../lib/mail/mail-library.ts';
import type { MailContent } from '../../../lib/mail/mail.ts';
import { findTextLanguage } from '../../shared/text-language.ts';
import { Avatar } from '../shared/Avatar.tsx';
import { Highlight } from '../shared/Highlight.tsx';
import { MailTime } from '../shared/MailTime.tsx';
import type { LookProps } from './look-props.ts';
import { MailAssets } from './MailAssets.tsx';
import { MailBody } from './MailBody.tsx';
import { TagChips } from './TagChips.tsx';

/** A mail as a letter: sender and time, and the text and pictures on a sheet of paper. */
export function LetterLook(props: LookProps) {
  const { row, content, tags, tagById, words, portrait, t, formats } = props;
  const { subject } = row;
  return (
    <>
      <header class="paper-head">
        <h2 id="reader-subject" lang={findTextLanguage(subject)} dir="auto">
          {subject === '' ? t('viewerNoSubject') : <Highlight text={subject} words={words} />}
        </h2>
        <div class="paper-from">
          <Avatar name={row.from.name} id={row.from.id} portrait={portrait} size="large" />
          <div>
            <p class="paper-sender" lang={findTextLanguage(row.from.name)}>
              <bdi>{row.from.name}</bdi>
              {row.group && (
                <span class="paper-group">
                  {' '}
                  · <bdi>{row.group.name}</bdi>
                </span>
              )}
            </p>
            <MailTime row={row} t={t} formats={formats} />
          </div>
        </div>
        <TagChips tags={tags} tagById={tagById} />
        {props.versionCount > 0 && (
          <button type="button" class="paper-edited" onClick={props.onVersions}>
            {t('viewerEdited', { count: props.versionCount })}
          </button>
        )}
        {row.isWithdrawn && <p class="paper-note">{t('viewerWithdrawn')}</p>}
        {row.isCanceled && <p class="paper-note">{t('viewerCanceled')}</p>}
      </header>
      {content && <LetterContent {...props} content={content} />}
    </>
  );
}

type LetterContentProps = Omit<
  LookProps,
  'content' | 'tags' | 'tagById' | 'portrait' | 'versionCount' | 'onVersions' | 'formats'
> & { content: MailContent };

/** The text and pictures of a mail, or of one of its earlier versions. */
export function LetterContent(props: LetterContentProps) {
  const { sanitize, row, content, assets, words, theme, onKeyDown, t } = props;
  const body = useMemo(() => cleanBody(content, sanitize), [content, sanitize]);
  const inBody = new Set(body?.assetKeys);
  const others = content.assets.filter(({ key, role }) => role === 'body' && !inBody.has(key));
  const textLanguage = findTextLanguage(content.text);
  return (
    <>
      {body ? (
        <MailBody
          key={body.html}
          body={body}
          senderName={row.from.name}
          textLanguage={textLanguage}
          assets={assets}
          theme={theme}
          words={words}
          onKeyDown={onKeyDown}
          t={t}
        />
      ) : (
        <p class="paper-plain" lang={textLanguage} dir="auto">
          <Highlight text={content.text} words={words} />
        </p>
      )}
      <MailAssets refs={others} assets={assets} senderName={row.from.name} t={t} />
    </>
  );
}

/** Undefined when the mail is plain text. */
function cleanBody(content: MailContent, sanitize: SanitizeBody): CleanBody | undefined {
  if (content.htmlBody === undefined) return undefined;
  return sanitize(content.htmlBody, createAssetFinder(content.assets));
}
