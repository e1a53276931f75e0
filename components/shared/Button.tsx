import type { ButtonHTMLAttributes, ComponentChildren, Ref } from 'preact';

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon'> & {
  /** `primary`: the one thing to do here. `danger`: loses something. `quiet`: beside others. */
  kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  /** `icon`: a square with a picture only; it needs `aria-label`. */
  shape?: 'text' | 'icon';
  buttonRef?: Ref<HTMLButtonElement>;
  children: ComponentChildren;
};

/** A button as all of Mail Ark's look. Everything a native button takes is passed on. */
export function Button({ kind = 'plain', shape = 'text', buttonRef, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      class="button"
      data-kind={kind}
      data-shape={shape}
      ref={buttonRef ?? null}
      {...rest}
    >
      {children}
    </button>
  );
}
