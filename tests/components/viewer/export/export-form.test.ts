import { describe, expect, it } from 'vitest';
import {
  blankForm,
  knowsName,
  optionsOf,
  type ExportForm,
} from '../../../../components/viewer/export/export-form.ts';
import { mailboxKey } from '../../../../components/viewer/shared/mail-filter.ts';
import { noMarks } from '../../../../lib/mail/marks.ts';
import { exportEverything } from '../../../../lib/messages.ts';

const told = { service: 'izone', account: 'told' };
const silent = { service: 'izone', account: 'silent' };
const nickname = { ...told, senderId: '1', written: 'Sky', shown: 'me' };
const known = { mailboxes: [told, silent], senders: [], marks: { ...noMarks, nicknames: [nickname] } };
const asked: ExportForm = { ...blankForm, isWithoutName: true };

describe('The export options', () => {
  it('mean everything when nothing was chosen', () => {
    expect(optionsOf(blankForm, known)).toEqual(exportEverything);
  });

  it('leave the name out where one was told', () => {
    expect(optionsOf(asked, known).isWithoutName).toBe(true);
    expect(optionsOf({ ...asked, mailbox: mailboxKey(told) }, known).isWithoutName).toBe(true);
  });

  it('promise nothing of a name that nobody told', () => {
    for (const [form, of] of [
      [{ ...asked, mailbox: mailboxKey(silent) }, known],
      [asked, { ...known, mailboxes: [silent] }],
      [asked, { ...known, marks: noMarks }],
    ] as const) {
      expect(knowsName(form, of)).toBe(false);
      expect(optionsOf(form, of).isWithoutName).toBe(false);
    }
  });
});
