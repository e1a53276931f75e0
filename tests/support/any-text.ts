import fc from 'fast-check';

/** Any text, with a higher share of those that file systems reject. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'CON',
    'nul.html',
    '../',
    'a/b\\c',
    'é'.normalize('NFD'),
    'ﬁ',
    'İ',
    'ß',
    '__proto__',
    'x'.repeat(300),
  ),
);
