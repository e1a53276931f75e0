import type { ButtonHTMLAttributes, ComponentChildren, Ref } from 'preact';

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon'> & {
  /** `primary`: the main action. `danger`: deletes something. `quiet`: beside others. */
  kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  /** `icon`: a square with an icon only; it needs `aria-label`. */
  shape?: 'text' | 'icon';
  buttonRef?: Ref<HTMLButtonElement>;
  children: ComponentChildren;
};

/** A button with the look of Mail Ark. All attributes of a native button are passed on. */
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
