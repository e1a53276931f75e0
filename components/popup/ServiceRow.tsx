import { useId, useRef, useState } from 'preact/hooks';
import { mailboxOf } from '../../lib/mail/mail.ts';
import type { ServiceOverview } from '../../lib/messages.ts';
import { Button } from '../shared/Button.tsx';
import type { Formats } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import type { IconName } from '../shared/Icon.tsx';
import type { MessageKey, Translate } from '../shared/translate.ts';
import { ConsentStep } from './ConsentStep.tsx';
import { describeState, needsConsent, needsPermission } from './describe-state.ts';
import type { ServiceAction, Tone } from './describe-state.ts';
import { mailboxTitle } from './mailbox-title.ts';
import { PicturesLater } from './PicturesLater.tsx';
import type { PopupActions } from './popup-actions.ts';
import { RunProgress } from './RunProgress.tsx';

interface ServiceRowProps {
  service: ServiceOverview;
  /** Whether its progress is the popup's one progress bar. */
  isActive: boolean;
  /** Whether its backups leave the pictures for later. */
  picturesLater: boolean;
  now: number;
  t: Translate;
  formats: Formats;
  actions: PopupActions;
}

const names: Record<ServiceAction, MessageKey> = {
  backUp: 'popupBackUp',
  pause: 'popupPause',
  continue: 'popupContinue',
  cancel: 'popupCancel',
  allow: 'popupAllow',
  openWebClient: 'popupOpenWebClient',
  checkEverything: 'popupCheckEverything',
  setUpAnyway: 'popupSetUpAnyway',
  askAgain: 'popupAskAgain',
  fetchPictures: 'popupFetchPictures',
};

const primary: readonly ServiceAction[] = ['backUp', 'continue', 'allow', 'openWebClient'];
const quiet: readonly ServiceAction[] = ['checkEverything', 'setUpAnyway', 'cancel'];

/** These come last in the row, so that none appears where the button that started a backup was. */
const stopping: readonly ServiceAction[] = ['pause', 'cancel'];

/** The first button is never quiet, because it may be the only one. */
function kindOf(action: ServiceAction, place: number): 'primary' | 'plain' | 'quiet' {
  if (place === 0) return primary.includes(action) ? 'primary' : 'plain';
  return quiet.includes(action) ? 'quiet' : 'plain';
}

const toneIcons: Record<Tone, IconName | undefined> = {
  calm: undefined,
  busy: undefined,
  good: 'check',
  attention: 'warning',
  trouble: 'warning',
};

/** One service: its state and the actions it offers. */
export function ServiceRow({ service, isActive, picturesLater, now, t, formats, actions }: ServiceRowProps) {
  const [asked, setAsked] = useState<ServiceAction>();
  const opener = useRef<HTMLButtonElement>(null);
  const nameId = useId();
  const missingId = useId();
  const title = mailboxTitle(service, t);
  const description = describeState(service, t, now);
  const { tone, sentence, nextStep, progress, problems, stillWaiting, picturesWaiting } = description;
  const isFirst = !service.isSetUp && service.savedMails === 0 && description.actions.includes('backUp');
  const icon = toneIcons[tone];

  const carryOut = (action: ServiceAction) => {
    if (action === 'backUp' || action === 'setUpAnyway') actions.backUp(service, false);
    else if (action === 'checkEverything') actions.backUp(service, true);
    else if (action === 'fetchPictures') actions.fetchPictures(mailboxOf(service));
    else if (action === 'allow') actions.allow(service);
    else actions[action](mailboxOf(service));
  };
  const asksFirst = (action: ServiceAction) =>
    (action === 'backUp' || action === 'setUpAnyway' || action === 'allow') && needsConsent(service);
  const closeConsent = () => {
    setAsked(undefined);
    requestAnimationFrame(() => opener.current?.focus());
  };
  const isAsking = asked !== undefined && asksFirst(asked);

  return (
    <li class="service" data-tone={tone}>
      <div class="service-head">
        <h2 id={nameId}>{title}</h2>
        {service.savedMails > 0 && (
          <span class="service-saved">{t('popupSavedMails', { count: service.savedMails })}</span>
        )}
      </div>
      <div class="service-state">
        <p class="service-sentence">
          {icon && <Icon name={icon} />}
          <span>{sentence}</span>
        </p>
        {nextStep !== undefined && !isAsking && <p class="service-next">{nextStep}</p>}
        {stillWaiting !== undefined && (
          <p id={`${missingId}-waiting`} class="service-next">
            {t('popupStillWaiting', { count: stillWaiting })}
          </p>
        )}
        {problems !== undefined && (
          <p id={`${missingId}-problems`} class="service-next service-problems">
            <Icon name="warning" />
            <button
              type="button"
              class="link-button"
              aria-describedby={nameId}
              onClick={() => actions.openProblems()}
            >
              {t('popupProblems', { count: problems })}
            </button>
          </p>
        )}
        {picturesWaiting !== undefined && (
          <p class="service-next">{t('popupPicturesWaiting', { count: picturesWaiting })}</p>
        )}
        {isFirst && (
          <PicturesLater
            isChosen={picturesLater}
            t={t}
            onChange={(isChosen) => actions.choosePicturesLater(service.service, isChosen)}
          />
        )}
        {progress && (
          <RunProgress
            progress={progress}
            service={service.name}
            label={t('popupProgressOf', { service: title })}
            isActive={isActive}
            isMoving={service.state.phase === 'running' && nextStep === undefined}
            t={t}
            formats={formats}
          />
        )}
        {isAsking ? (
          <ConsentStep
            service={service}
            asksBrowser={needsPermission(service.state)}
            t={t}
            onAgree={() => {
              carryOut(asked);
              closeConsent();
            }}
            onLeave={closeConsent}
          />
        ) : (
          <div class="service-actions" data-controls>
            {description.actions.map((action, place) => (
              <Button
                key={action}
                kind={kindOf(action, place)}
                class={stopping.includes(action) ? 'button service-stop' : 'button'}
                data-action={`${action} ${service.service} ${service.account ?? ''}`}
                aria-describedby={
                  action === 'askAgain' ? `${nameId} ${missingId}-waiting ${missingId}-problems` : nameId
                }
                {...(place === 0 ? { buttonRef: opener } : {})}
                onClick={() => {
                  if (asksFirst(action)) setAsked(action);
                  else carryOut(action);
                }}
              >
                {t(names[action])}
              </Button>
            ))}
          </div>
        )}
      </div>
    </li>
  );
}
