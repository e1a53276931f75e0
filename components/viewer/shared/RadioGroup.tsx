import { useId } from 'preact/hooks';

interface RadioGroupProps<Value extends string> {
  legend: string;
  value: Value;
  choices: readonly { value: Value; label: string; text?: string; lang?: string }[];
  onChange(value: Value): void;
}

/** One choice of a few: in a row, or in a column where options have a description. */
export function RadioGroup<Value extends string>({
  legend,
  value,
  choices,
  onChange,
}: RadioGroupProps<Value>) {
  const name = useId();
  const hasTexts = choices.some(({ text }) => text !== undefined);
  return (
    <fieldset class="choices" data-layout={hasTexts ? 'rows' : 'line'}>
      <legend>{legend}</legend>
      <div class="choices-body">
        {choices.map((choice) => (
          <label class="choice" key={choice.value} data-chosen={choice.value === value}>
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            <span class="choice-words">
              <span class="choice-label" {...(choice.lang === undefined ? {} : { lang: choice.lang })}>
                {choice.label}
              </span>
              {choice.text !== undefined && <span class="choice-text">{choice.text}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
