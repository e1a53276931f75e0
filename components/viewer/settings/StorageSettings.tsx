import { useEffect, useState } from 'preact/hooks';
import type { AccountUsage, DeleteScope } from '../../../lib/mail/mail-library.ts';
import type { MailRow, SourceId } from '../../../lib/mail/mail.ts';
import type { NamedLibrary } from '../../../lib/mail/named-library.ts';
import { Button } from '../../shared/Button.tsx';
import type { Formats } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import type { Translate } from '../../shared/translate.ts';
import { DeleteDialog } from './DeleteDialog.tsx';
import { mailboxKey } from '../shared/mail-filter.ts';
import type { Room } from '../viewer-props.ts';
import { ServiceTotals } from './ServiceTotals.tsx';
import { StorageRoom } from './StorageRoom.tsx';
import { mailboxName } from '../shared/mailbox-name.ts';

interface StorageSettingsProps {
  library: NamedLibrary;
  /** A row for each sender of each mailbox. */
  senders: readonly MailRow[];
  serviceNames: Record<SourceId, string>;
  version: number;
  /** Undefined where the extension stores nothing. */
  readRoom: (() => Promise<Room>) | undefined;
  t: Translate;
  formats: Formats;
}

/** The storage in use, by mailbox, with buttons that delete mails. */
export function StorageSettings({
  library,
  senders,
  serviceNames,
  version,
  readRoom,
  t,
  formats,
}: StorageSettingsProps) {
  const [usage, setUsage] = useState<AccountUsage[]>();
  const [senderIndex, setSenderIndex] = useState(0);
  const [asked, setAsked] = useState<{ scope: DeleteScope; title: string }>();
  useEffect(() => {
    let isCurrent = true;
    void library.usage().then(
      (read) => isCurrent && setUsage(read),
      () => isCurrent && setUsage((before) => before ?? []),
    );
    return () => {
      isCurrent = false;
    };
  }, [library, version]);
  if (usage === undefined) return null;

  const canDelete = library.deleteMails !== undefined;
  const total = usage.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const chosen = senders[senderIndex] ?? senders[0];
  return (
    <section class="card" aria-labelledby="settings-storage">
      <h3 id="settings-storage">{t('viewerStorage')}</h3>
      {usage.length === 0 ? (
        <p class="quiet">{t('viewerStorageEmpty')}</p>
      ) : (
        <p class="quiet">{t('viewerStorageTotal', { size: formats.bytes(total) })}</p>
      )}
      {readRoom && <StorageRoom readRoom={readRoom} version={version} t={t} formats={formats} />}
      <ServiceTotals usage={usage} serviceNames={serviceNames} t={t} formats={formats} />
      <ul class="usage">
        {usage.map((box) => {
          const name = mailboxName(box, serviceNames, t);
          return (
            <li key={mailboxKey(box)}>
              <div class="usage-words">
                <strong>{name}</strong>
                <span class="quiet">
                  {t('viewerUsage', {
                    mails: t('viewerMailCount', { count: box.mails }),
                    files: t('viewerFileCount', { count: box.assets }),
                    size: formats.bytes(box.sizeBytes),
                  })}
                </span>
                {box.waiting !== undefined && box.waiting > 0 && (
                  <span class="quiet">{t('popupPicturesWaiting', { count: box.waiting })}</span>
                )}
              </div>
              {canDelete && (
                <Button
                  kind="quiet"
                  shape="icon"
                  aria-label={t('viewerDeleteAccount', { name })}
                  title={t('viewerDeleteAccount', { name })}
                  onClick={() =>
                    setAsked({
                      scope: { kind: 'account', service: box.service, account: box.account },
                      title: t('viewerDeleteAskAccount', { name }),
                    })
                  }
                >
                  <Icon name="trash" />
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {canDelete && chosen && (
        <div class="delete-sender" role="group" aria-label={t('viewerDeleteSender')}>
          <select
            class="field"
            aria-label={t('viewerDeleteSenderChoose')}
            value={String(senders.indexOf(chosen))}
            onChange={(event) => setSenderIndex(Number(event.currentTarget.value))}
          >
            {senders.map((row, index) => (
              <option key={`${mailboxKey(row)}/${row.from.id}`} value={String(index)}>
                {usage.length > 1 ? `${row.from.name} (${mailboxName(row, serviceNames, t)})` : row.from.name}
              </option>
            ))}
          </select>
          <Button
            onClick={() =>
              setAsked({
                scope: {
                  kind: 'sender',
                  service: chosen.service,
                  account: chosen.account,
                  senderId: chosen.from.id,
                },
                title: t('viewerDeleteAskSender', { name: chosen.from.name }),
              })
            }
          >
            {t('viewerDeleteSenderButton')}
          </Button>
        </div>
      )}
      {canDelete && usage.length > 0 && (
        <Button
          kind="danger"
          onClick={() => setAsked({ scope: { kind: 'everything' }, title: t('viewerDeleteAskEverything') })}
        >
          {t('viewerDeleteAll')}
        </Button>
      )}
      {asked && <DeleteDialog {...asked} library={library} onClose={() => setAsked(undefined)} t={t} />}
    </section>
  );
}
