import { useId, useMemo, useState } from 'preact/hooks';
import { compareTexts } from '../../../lib/mail/compare-texts.ts';
import type { EarlierVersion, SanitizeBody } from '../../../lib/mail/mail-library.ts';
import type { AssetRef } from '../../../lib/mail/asset.ts';
import type { MailContent, MailRow } from '../../../lib/mail/mail.ts';
import type { Formats } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { findTextLanguage } from '../../shared/text-language.ts';
import type { MessageKey, Translate } from '../../shared/translate.ts';
import type { ShownAsset } from '../shared/use-open-mail.ts';
import { LetterContent } from './LetterLook.tsx';
import { MailAssets } from './MailAssets.tsx';

interface VersionChangeProps {
  before: EarlierVersion;
  /** The next version, or the mail as it is now. */
  after: { row: MailRow; content: MailContent };
  /** The files of both versions. */
  assets: ReadonlyMap<string, ShownAsset>;
  sanitize: SanitizeBody;
  theme: string;
  /** Called with keys pressed inside the frame, which the page does not receive. */
  onKeyDown(event: KeyboardEvent): void;
  t: Translate;
  formats: Formats;
}

/** One change of a mail: when it was noticed, what it changed, and the mail before it. */
export function VersionChange(props: VersionChangeProps) {
  const { before, after, assets, t, formats } = props;
  const [isShown, setShown] = useState(false);
  const [titleId, bodyId] = [useId(), useId()];
  const facts: [MessageKey, string, string][] = [
    ['viewerVersionSender', before.row.from.name, after.row.from.name],
    ['viewerVersionTime', formats.moment(before.row.receivedAt), formats.moment(after.row.receivedAt)],
  ];
  const texts: [MessageKey, string, string][] = [
    ['viewerVersionSubject', before.row.subject, after.row.subject],
    ['viewerVersionWords', before.content.text, after.content.text],
  ];
  const isChanged = ([, old, fresh]: [MessageKey, string, string]): boolean => old !== fresh;
  const [otherFacts, otherTexts] = [facts.filter(isChanged), texts.filter(isChanged)];
  const files: [MessageKey, AssetRef[]][] = [
    ['viewerVersionRemoved', filesOnlyIn(before.content, after.content)],
    ['viewerVersionAdded', filesOnlyIn(after.content, before.content)],
  ];
  const moved = files.filter(([, refs]) => refs.length > 0);
  const isSameMarkup = before.content.htmlBody === after.content.htmlBody;
  return (
    <section class="version" aria-labelledby={titleId}>
      <h3 id={titleId}>{t('viewerVersionSeen', { time: formats.ownMoment(before.replacedAt) })}</h3>
      {otherFacts.map(([label, old, fresh]) => (
        <div class="version-part" key={label}>
          <h4>{t(label)}</h4>
          <p class="version-text" dir="auto">
            <del>{old}</del>
            <ins>{fresh}</ins>
          </p>
        </div>
      ))}
      {otherTexts.map(([label, old, fresh]) => (
        <div class="version-part" key={label}>
          <h4>{t(label)}</h4>
          <ChangedText before={old} after={fresh} t={t} />
        </div>
      ))}
      {moved.map(([label, refs]) => (
        <div class="version-part" key={label}>
          <h4>{t(label)}</h4>
          <MailAssets refs={refs} assets={assets} senderName={before.row.from.name} label={t(label)} t={t} />
        </div>
      ))}
      {otherFacts.length + otherTexts.length + moved.length === 0 && (
        <p class="quiet">{t(isSameMarkup ? 'viewerVersionSame' : 'viewerVersionLayout')}</p>
      )}
      <button
        type="button"
        class="version-open"
        aria-expanded={isShown}
        aria-controls={bodyId}
        onClick={() => setShown(!isShown)}
      >
        <Icon name={isShown ? 'up' : 'down'} />
        {t('viewerVersionBefore')}
      </button>
      <div class="version-mail" id={bodyId} hidden={!isShown}>
        {isShown && (
          <>
            <p class="version-subject" lang={findTextLanguage(before.row.subject)} dir="auto">
              {before.row.subject || t('viewerNoSubject')}
            </p>
            <LetterContent
              row={before.row}
              content={before.content}
              assets={assets}
              words={noWords}
              sanitize={props.sanitize}
              theme={props.theme}
              onKeyDown={props.onKeyDown}
              t={t}
            />
          </>
        )}
      </div>
    </section>
  );
}

const noWords: readonly string[] = [];

function filesOnlyIn(one: MailContent, other: MailContent): AssetRef[] {
  const keys = new Set(other.assets.map(({ key }) => key));
  return one.assets.filter(({ key, role }) => role === 'body' && !keys.has(key));
}

/** A text with its removed and added words. */
function ChangedText({ before, after, t }: { before: string; after: string; t: Translate }) {
  const language = findTextLanguage(`${before} ${after}`);
  const pieces = useMemo(
    () => compareTexts(before, after, language ?? t.language),
    [before, after, language, t.language],
  );
  return (
    <p class="version-text" lang={language} dir="auto">
      {pieces.map(({ kind, text }) =>
        kind === 'same' ? text : kind === 'removed' ? <del>{text}</del> : <ins>{text}</ins>,
      )}
    </p>
  );
}
