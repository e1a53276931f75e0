import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isArchivePath, safeName } from '../../../lib/zip/safe-names.ts';
import { anyText } from '../../support/any-text.ts';

const hostile = [
  ['../../etc/passwd', '_.._etc_passwd'],
  ['C:\\Windows\\x', 'C__Windows_x'],
  ['CON', '_CON'],
  ['con.txt', '_con.txt'],
  ['LPT¹', '_LPT¹'],
  ['COM1 .', '_COM1'],
  ['..', '_'],
  ['', '_'],
  [' a. ', 'a'],
  ['a\u0000b\u202Egpj', 'a_b_gpj'],
  ['<img src=x onerror=alert(1)>', '_img src=x onerror=alert(1)_'],
  ['\uD800', '_'],
  ['\u1100\u1161', '\uAC00'],
] as const;

describe('A safe name', () => {
  for (const [text, name] of hostile) {
    it(`makes ${JSON.stringify(name)} of ${JSON.stringify(text)}`, () => {
      expect(safeName(text)).toBe(name);
    });
  }

  it('keeps names in Korean, Japanese and with emoji', () => {
    expect(safeName('장원영 💌 宮脇咲良')).toBe('장원영 💌 宮脇咲良');
  });

  it('is cut between characters', () => {
    expect(safeName('장원영', 7)).toBe('장원');
  });

  it('is accepted by every system, whatever the text', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 4, max: 100 }), (text, maxBytes) => {
        const name = safeName(text, maxBytes);
        expect(name).not.toMatch(/[\u0000-\u001f\u007f<>:"/\\|?*]|^[. ]|[. ]$|^$/);
        expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        expect(name.normalize('NFC')).toBe(name);
        expect(name.isWellFormed()).toBe(true);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(maxBytes);
        expect(safeName(name, maxBytes)).toBe(name);
      }),
    );
  });
});

describe('A path of an archive', () => {
  for (const path of [
    '',
    '/etc/passwd',
    'C:/x',
    'mails/../../x',
    'mails//x',
    'mails/./x',
    'mails\\x',
    'mails/a\u0000b',
    'mails/a\u202eb',
    'mails/nul.html',
    'mails/x ',
    'mails/.x',
    'mails/e\u0301',
    'a/b/c/d/e/f/g',
    `mails/${'x'.repeat(1000)}`,
  ]) {
    it(`is not ${JSON.stringify(path.slice(0, 20))}`, () => expect(isArchivePath(path)).toBe(false));
  }
});
