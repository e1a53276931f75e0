import { describe, expect, it } from 'vitest';
import { catalogues } from '../../../../components/shared/catalogues.ts';
import { createTranslator, languages } from '../../../../components/shared/translate.ts';
import { describeVerdict } from '../../../../components/viewer/report/describe-verdict.ts';
import type { CheckFinding } from '../../../../lib/import/check.ts';

const t = createTranslator(catalogues, 'en');
const found: CheckFinding = { kind: 'entry', path: 'a.jpg', code: 'content-changed' };
const aCheck = { mode: 'full', state: 'done', findings: [] as CheckFinding[], moreFindings: 0 } as const;

describe('the verdict of a check', () => {
  it('says that everything is as it was saved only after everything was read', () => {
    expect(describeVerdict(aCheck, t)).toBe('Everything is as it was saved.');
    expect(describeVerdict({ ...aCheck, mode: 'quick' }, t)).toBe(
      'Every mail and file is there, and counts and sizes are right. Words and pictures were not compared with what was saved: “Full check” does that.',
    );
  });

  it('names the other check in every language', () => {
    for (const language of languages) {
      const speak = createTranslator(catalogues, language);
      expect(describeVerdict({ ...aCheck, mode: 'quick' }, speak)).toContain(speak('checkFull'));
      expect(describeVerdict({ ...aCheck, mode: 'quick' }, speak)).not.toContain(speak('checkGood'));
    }
  });

  it('counts what is damaged, and claims nothing about what was not checked', () => {
    expect(describeVerdict({ ...aCheck, findings: [found], moreFindings: 1 }, t)).toBe(
      '2 things are damaged.',
    );
    expect(describeVerdict({ ...aCheck, state: 'stopped' }, t)).toBe(
      'Stopped. The next check of this kind goes on from there.',
    );
    expect(describeVerdict({ ...aCheck, state: 'stopped', findings: [found] }, t)).toBe(
      '1 thing is damaged. Stopped. The next check of this kind goes on from there.',
    );
  });
});
