import { useState } from 'preact/hooks';
import type { ImportPlan, PlannedMailbox } from '../../../lib/import/plan.ts';
import { Button } from '../../shared/Button.tsx';
import { errorKey } from '../../shared/error-key.ts';
import type { Formats } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import type { Translate } from '../../shared/translate.ts';
import { mailboxName } from '../shared/mailbox-name.ts';
import type { ImportActions } from './import-actions.ts';

interface ImportPlanCardProps {
  plan: ImportPlan;
  importing: ImportActions;
  t: Translate;
  formats: Formats;
}

/** Senders named in a sentence; the others are counted. */
const namedSenders = 3;

/** What the backup contains and which of its mails are new, before anything is written. */
export function ImportPlanCard({ plan, importing, t, formats }: ImportPlanCardProps) {
  const [bringsBack, setBringsBack] = useState(false);
  const deleted = plan.mailboxes.reduce((sum, { deletedMails }) => sum + deletedMails, 0);
  const isNew = plan.mailboxes.some(({ newMails, newFiles }) => newMails > 0 || newFiles > 0);
  const volumes = new Intl.ListFormat(t.language, { type: 'unit', style: 'narrow' });
  return (
    <section class="card">
      <h3>{t('importPlanTitle')}</h3>
      <p class="file-names">{plan.names.join(', ')}</p>
      <ul class="usage">
        {plan.mailboxes.map((box) => (
          <li key={`${box.service}/${box.account}`}>
            <MailboxPlan box={box} t={t} formats={formats} />
          </li>
        ))}
      </ul>
      {!isNew && <p role="status">{t('importNothingNew')}</p>}
      {plan.goesOn && <p>{t('importGoesOn')}</p>}
      {plan.isPartial && <p class="quiet">{t('importPartial')}</p>}
      {plan.missingVolumes.length > 0 && (
        <Warning
          text={t('importMissingVolumes', { numbers: volumes.format(plan.missingVolumes.map(String)) })}
        />
      )}
      {plan.refused.map(({ name, code }, at) => (
        <Warning key={`${at}-${name}`} text={t('importRefused', { name, reason: t(errorKey(code)) })} />
      ))}
      {plan.damaged.map(({ name }, at) => (
        <Warning key={`${at}-${name}`} text={t('importDamagedList', { name })} />
      ))}
      {deleted > 0 && (
        <label class="switch">
          {t('importBringBack', { count: deleted })}
          <input
            type="checkbox"
            role="switch"
            checked={bringsBack}
            onChange={({ currentTarget }) => setBringsBack(currentTarget.checked)}
          />
        </label>
      )}
      <p class="quiet">{t('importStopsBackup')}</p>
      <div class="card-buttons">
        <Button kind="primary" onClick={() => importing.start(bringsBack)}>
          {t('importButton')}
        </Button>
        <Button onClick={importing.forget}>{t('importOther')}</Button>
      </div>
    </section>
  );
}

function Warning({ text }: { text: string }) {
  return (
    <p class="import-warning">
      <Icon name="warning" />
      <span>{text}</span>
    </p>
  );
}

function MailboxPlan({ box, t, formats }: { box: PlannedMailbox; t: Translate; formats: Formats }) {
  const { mails, newMails, files, newFiles, newBytes, firstAt, lastAt, senders } = box;
  const names = new Intl.ListFormat(t.language, { type: 'unit', style: 'short' }).format(
    senders.slice(0, namedSenders),
  );
  const more = senders.length - namedSenders;
  return (
    <div class="usage-words">
      <strong>{mailboxName(box, { [box.service]: box.serviceName }, t)}</strong>
      <span>
        {newMails === 0
          ? t('importPlanAllHere', { what: t('viewerMailCount', { count: mails }) })
          : t('importPlanMails', { mails: t('viewerMailCount', { count: mails }), fresh: newMails })}
      </span>
      <span>
        {newFiles === 0
          ? t('importPlanAllHere', { what: t('viewerFileCount', { count: files }) })
          : t('importPlanFiles', {
              files: t('viewerFileCount', { count: files }),
              fresh: newFiles,
              size: formats.bytes(newBytes),
            })}
      </span>
      {firstAt !== undefined && lastAt !== undefined && (
        <span class="quiet">
          {t('importPlanPeriod', { first: formats.dayKey(firstAt), last: formats.dayKey(lastAt) })}
        </span>
      )}
      {names !== '' && (
        <span class="quiet">
          {more > 0 ? t('importPlanSendersMore', { names, count: more }) : t('importPlanSenders', { names })}
        </span>
      )}
    </div>
  );
}
