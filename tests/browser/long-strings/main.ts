import { findTextLanguage } from '../../../components/shared/text-language.ts';
import { highlightWords } from '../../../components/viewer/mails/highlight-words.ts';
import { parseRoute } from '../../../components/viewer/route.ts';
import { listedBody } from '../../../lib/formats/pm-list/write-body.ts';
import { escapeText, rewriteTags } from '../../../lib/formats/content/clean-markup.ts';
import { dataLine, readDataFile } from '../../../lib/formats/mail-ark/data-files.ts';
import { mediaNameParts } from '../../../lib/formats/paths.ts';
import { isArchivePath, safeName } from '../../../lib/zip/safe-names.ts';
import { sanitizeBody } from '../../../lib/browser/sanitizer.ts';
import { renameMarkup } from '../../../lib/mail/rename-markup.ts';
import { createNameReplacer } from '../../../lib/mail/replace-names.ts';
import { csvCell } from '../../../lib/mail/report-csv.ts';
import { excerptAround, findRanges } from '../../../lib/mail/search/highlight.ts';
import { createTextIndex } from '../../../lib/mail/search/text-index.ts';
import { recordText } from '../../../lib/sources/secrets.ts';
import { findMailDetail, readBody } from '../../../lib/sources/private-mail/parse-body.ts';
import { previewOf } from '../../../lib/sources/private-mail/parse-detail.ts';
import { findProblem } from '../../../lib/sources/private-mail/parse-problem.ts';
import { parseSession } from '../../../lib/sources/private-mail/parse-session.ts';
import { longTexts, writeLongText } from '../../fixtures/long-texts.ts';

const names = createNameReplacer(['유진'], '민주');
const cleaned = (html: string) => ({ html, styles: [], assetKeys: [] });

/** The functions that process text from outside, by name. */
const readers: Record<string, (text: string) => unknown> = {
  'folding for the search': (text) =>
    createTextIndex().put('m', { subject: text, from: { id: '1', name: '' } }, ''),
  'finding words': (text) => findRanges(text, ['유진', 'ㅇㅈ', 'x']),
  'the line under a subject': (text) => excerptAround(text, ['유진'], 42),
  'the reader’s name': (text) => [names.text(text), names.preview(text), names.markup(text)],
  'the reader’s name in markup': (text) =>
    renameMarkup(text, {
      rename: names.markup,
      renameBracketed: undefined,
      joinParted: names.joinParted,
      assets: [],
    }),
  'the language of a text': findTextLanguage,
  'the address of a page': parseRoute,
  'the mail in a page': findMailDetail,
  'the words of a body': readBody,
  'the first words': previewOf,
  'what is wrong with an answer': (text) => [
    findProblem(200, 'html', text),
    findProblem(200, 'html', `<html>${text}`),
    findProblem(200, 'json', text),
  ],
  'the session in a storage': (text) =>
    parseSession('izone', { storage: { session: text, 'user-id': text } }),
  'a record’s text': (text) =>
    recordText(
      { url: text, [text]: text },
      { secrets: ['secret-secret'], isAddress: (field) => field === 'url' },
    ),
  'names of files': (text) => [
    safeName(text),
    safeName(text, 4_000),
    mediaNameParts(text, ''),
    isArchivePath(text),
  ],
  'a cell of a table': csvCell,
  'the tags of a cleaned body': (text) => [
    rewriteTags(cleaned(text), ({ whole }) => whole),
    escapeText(text),
  ],
  'the body in a list': (text) => [listedBody(cleaned(text), '', []), listedBody(undefined, text, [])],
  'a line of a data file': (text) =>
    readDataFile(dataLine({ format: 1, kind: 'mails', owner: { service: text, account: 'a1' }, mails: [] })),
};

declare global {
  interface Window {
    readers: string[];
    /** The errors of one of them, for each text of that many units. */
    failures(reader: string, units: number): string[];
    /**
     * The number of elements that one parent keeps after sanitising, and the number of matches highlighted in one text.
     */
    countMany(count: number): { cleaned: number; marked: number };
  }
}

window.readers = Object.keys(readers);
window.failures = (reader, units) =>
  longTexts.flatMap((text) => {
    try {
      readers[reader]?.(writeLongText(text, units));
      return [];
    } catch (error) {
      return [`${JSON.stringify(text)}: ${String(error)}`];
    }
  });
window.countMany = (count) => {
  const { html } = sanitizeBody(`<center>${'<br>'.repeat(count)}</center>`, () => undefined);
  const inside = document.createElement('iframe');
  // Nothing is rendered: only the ranges matter.
  inside.style.display = 'none';
  document.body.append(inside);
  const sheet = inside.contentDocument;
  if (!sheet) throw new Error('The frame has no document.');
  sheet.body.textContent = 'x '.repeat(count);
  highlightWords(sheet, ['x']);
  const marked = sheet.defaultView?.CSS.highlights.get('found')?.size ?? 0;
  inside.remove();
  return { cleaned: html.split('<br>').length - 1, marked };
};
