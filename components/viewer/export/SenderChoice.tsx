import { findTextLanguage } from '../../shared/text-language.ts';
import type { Translate } from '../../shared/translate.ts';
import type { ExportSender } from './export-form.ts';

interface SenderChoiceProps {
  senders: readonly ExportSender[];
  chosen: readonly string[];
  onChange(keys: string[]): void;
  t: Translate;
}

/** A checkbox for each sender; none ticked means all senders. */
export function SenderChoice({ senders, chosen, onChange, t }: SenderChoiceProps) {
  return (
    <fieldset class="choices">
      <legend>{t('exportOptionsSenders')}</legend>
      <div class="export-senders">
        {senders.map(({ key, name }) => (
          <label class="choice" key={key} data-chosen={chosen.includes(key)}>
            <input
              type="checkbox"
              checked={chosen.includes(key)}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked ? [...chosen, key] : chosen.filter((each) => each !== key),
                )
              }
            />
            <bdi lang={findTextLanguage(name)}>{name}</bdi>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
