import { describe, expect, it } from 'vitest';
import {
  blankForm,
  knowsName,
  optionsOf,
  type ExportForm,
  type ExportKnown,
} from '../../../../components/viewer/export/export-form.ts';
import { noMarks } from '../../../../lib/mail/marks.ts';
import type { NameChoice } from '../../../../lib/mail/name-choice.ts';
import { exportEverything } from '../../../../lib/messages.ts';

const asked: ExportForm = { ...blankForm, isWithoutName: true };
const knownWith = (name?: NameChoice): ExportKnown => ({
  mailboxes: [{ service: 'izone', account: 'a1' }],
  senders: [],
  marks: { ...noMarks, ...(name && { name }) },
});

describe('The export options', () => {
  it('mean everything when nothing was chosen', () => {
    expect(optionsOf(blankForm, knownWith())).toEqual(exportEverything);
  });

  it('leave the name out where one is known, however it is shown', () => {
    for (const name of [
      { mode: 'written', written: ['Sky'], own: '' },
      { mode: 'own', written: ['Sky'], own: 'me' },
      { mode: 'hidden', written: [], own: '' },
    ] as const)
      expect(optionsOf(asked, knownWith({ ...name, written: [...name.written] })).isWithoutName).toBe(true);
  });

  it('do not promise to leave out an unknown name', () => {
    for (const known of [knownWith(), knownWith({ mode: 'written', written: [], own: '' })]) {
      expect(knowsName(known)).toBe(false);
      expect(optionsOf(asked, known).isWithoutName).toBe(false);
    }
  });
});
