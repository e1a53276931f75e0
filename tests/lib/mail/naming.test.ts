import { describe, expect, it } from 'vitest';
import type { MailContent, MailRow } from '../../../lib/mail/mail.ts';
import type { NameChoice } from '../../../lib/mail/name-choice.ts';
import { createNaming } from '../../../lib/mail/naming.ts';

const key = { service: 'letters', account: 'a1', id: 'm1' };
const hidden = (...written: string[]): NameChoice => ({ mode: 'hidden', written, own: '' });
const own = (name: string, ...written: string[]): NameChoice => ({ mode: 'own', written, own: name });

const textBy = (choice: NameChoice, text: string) => createNaming(choice).text(text);
const contentOf = (htmlBody: string): MailContent => ({ ...key, htmlBody, text: '', raw: '{}', assets: [] });
const markupBy = (choice: NameChoice, html: string) => createNaming(choice).content(contentOf(html)).htmlBody;

describe('The choice of a name', () => {
  it('leaves everything as it is written, unless another name is chosen', () => {
    for (const choice of [
      undefined,
      { ...own('  ', 'Sky') },
      { ...hidden('Sky'), mode: 'written' as const },
    ]) {
      expect(createNaming(choice).isAsWritten).toBe(true);
      expect(createNaming(choice).text('Hi Sky, %%%')).toBe('Hi Sky, %%%');
    }
  });

  it('replaces all names with one, including the placeholders of services', () => {
    expect(textBy(own('Mina', 'Sky', 'Sky Walker'), 'Sky Walker, Sky, %%%')).toBe('Mina, Mina, Mina');
    expect(textBy(hidden('Sky'), 'Hi Sky! ％％％')).toBe('Hi ○○! ○○');
  });

  it('makes Korean particles fit', () => {
    expect(textBy(own('유나', '<위즈원>'), '<위즈원>이 <위즈원>을 <위즈원>아')).toBe('유나가 유나를 유나야');
    expect(textBy(hidden('유나'), '유나가 유나는')).toBe('○○이 ○○은');
  });

  it('may contain characters with a meaning in patterns and replacements', () => {
    expect(textBy(own('$&', '(a+b)?'), '(a+b)? Hi')).toBe('$& Hi');
  });

  it('hides the beginning of a name that a preview cuts off', () => {
    const row: MailRow = {
      ...key,
      kind: 'mail',
      from: { id: '1', name: 'Sky' },
      subject: 'Sky',
      preview: 'Dear Skyl…',
      receivedAt: '2020-01-01T00:00:00Z',
      pictureCount: 0,
      isStarred: false,
      isUnread: false,
      isWithdrawn: false,
    };
    expect(createNaming(own('Ann Skyla', 'Skylar')).row(row)).toEqual({ ...row, preview: 'Dear Ann Skyla…' });
  });
});

describe('A name in markup', () => {
  it('cannot become markup', () => {
    const choice = own('<b onclick="x">&', 'Sky');
    const safe = '&lt;b onclick=&quot;x&quot;&gt;&amp;';
    expect(markupBy(choice, '<p title="Sky">Sky</p>')).toBe(`<p title="${safe}">${safe}</p>`);
    expect(markupBy(choice, '<p title=Sky>Hi</p>')).toBe(`<p title="${safe}">Hi</p>`);
  });

  it('is found after quotation marks that begin no value', () => {
    expect(markupBy(hidden('Sky'), "<p don't>Sky</p><p it's>Sky</p>")).toBe("<p don't>○○</p><p it's>○○</p>");
  });

  it('is found as the references that servers write for accents and hearts', () => {
    expect(markupBy(hidden('José♥'), '<p>Jos&eacute;&hearts;, caf&eacute;</p>')).toBe(
      '<p>○○, caf&eacute;</p>',
    );
  });

  it('is found where inline elements divide its letters, and not across lines', () => {
    expect(markupBy(own('Mina', 'Sky'), '<p>S<b class="x">k</b><i></i>y!</p>')).toBe(
      '<p>Mina<b class="x"></b><i></i>!</p>',
    );
    expect(markupBy(hidden('Sky'), '<p>S</p><p>ky, S<br>ky</p>')).toBe('<p>S</p><p>ky, S<br>ky</p>');
  });

  it('is found in a tag that never ends', () => {
    expect(markupBy(hidden('Sky'), '<p>Sky</p><a title="Sky')).toBe('<p>○○</p><a title="○○');
  });
});

describe('Long texts', () => {
  const long = 200_000;
  // With a search that starts again at each letter, each of these takes minutes.
  it.each([
    ['backslashes', '\\'.repeat(long)],
    ['a tag that never ends', `<${'a'.repeat(long)}`],
    ['letters of names in tags', '<b>S</b>'.repeat(long / 8)],
    ['values that never end', '<a b="'.repeat(long / 4)],
  ])('of %s are read in one go', (_, text) => {
    const { htmlBody } = createNaming(hidden('"Sky"')).content(contentOf(text));
    expect(htmlBody).toBe(text);
  });
});
