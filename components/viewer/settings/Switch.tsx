import { useId } from 'preact/hooks';

interface SwitchProps {
  label: string;
  /** The effect of the setting, in a sentence. */
  text: string;
  isOn: boolean;
  onChange(isOn: boolean): void;
}

/** A setting that is on or off. */
export function Switch({ label, text, isOn, onChange }: SwitchProps) {
  const textId = useId();
  return (
    <div class="switch-row">
      <label class="switch">
        <span>{label}</span>
        <input
          type="checkbox"
          role="switch"
          checked={isOn}
          aria-describedby={textId}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      </label>
      <p class="quiet" id={textId}>
        {text}
      </p>
    </div>
  );
}
