import type { FunctionComponent } from 'preact';
import type { MailKind, MailRow } from '../../../lib/mail/mail.ts';
import { LetterLook } from './LetterLook.tsx';
import type { LookProps } from './look-props.ts';

type Look = FunctionComponent<LookProps>;

/** The look of each kind of mail. A look for chat messages is added here. */
const looks: Record<MailKind, Look> = {
  mail: LetterLook,
  birthday: LetterLook,
  notice: LetterLook,
  text: LetterLook,
  picture: LetterLook,
  video: LetterLook,
  voice: LetterLook,
  link: LetterLook,
  letter: LetterLook,
};

/** The look of a mail. */
export function lookOf({ kind }: Pick<MailRow, 'kind'>): Look {
  return looks[kind];
}
