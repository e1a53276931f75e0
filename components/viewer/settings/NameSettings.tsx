import { useState } from 'preact/hooks';
import type { NameChoice } from '../../../lib/mail/name-choice.ts';
import { Button } from '../../shared/Button.tsx';
import type { Translate } from '../../shared/translate.ts';
import { NameDialog } from '../shared/NameDialog.tsx';
import type { MarksView } from '../shared/use-marks.ts';

/** How the user's own name is shown, with a button that changes it. */
export function NameSettings({ marks, t }: { marks: MarksView; t: Translate }) {
  const [isAsking, setAsking] = useState(false);
  const { name, edit } = marks;
  if (!edit) return null;
  return (
    <section class="card" aria-labelledby="settings-name">
      <h3 id="settings-name">{t('viewerNameTitle')}</h3>
      <p>{sayChoice(name, t)}</p>
      <p class="quiet">{t('viewerNameText')}</p>
      <Button onClick={() => setAsking(true)}>{t('viewerNameChange')}</Button>
      {isAsking && <NameDialog choice={name} edit={edit} onClose={() => setAsking(false)} t={t} />}
    </section>
  );
}

function sayChoice(name: NameChoice | undefined, t: Translate): string {
  if (name?.mode === 'hidden') return t('viewerNameIsHidden');
  return name?.mode === 'own' ? t('viewerNameIsOwn', { name: name.own }) : t('viewerNameIsWritten');
}
