import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMailDetail as findDetail, readBody } from '../../../../lib/sources/private-mail/parse-body.ts';

const findMailDetail = (page: string) => findDetail(page)?.html;

describe('finding the mail in its page', () => {
  it('takes the inner HTML exactly as received, the nested document with it', () => {
    const inner = '<html><head></head><BODY>\r\n<p>a &amp; b<br/>c</p></body></html>';
    const page = `<html lang="ja"><body><div class="main-contents" id="mail-detail">${inner}</div><p>foot</p></body></html>`;
    expect(findMailDetail(page)).toBe(inner);
  });

  it('takes any element with that id, nested ones of its kind included', () => {
    expect(findMailDetail("<section id='mail-detail'><section>a</section>b</section>c")).toBe(
      '<section>a</section>b',
    );
  });

  it('keeps what follows a stray closing tag inside the nested document', () => {
    const inner = '<html><body>a</div>b</body></html>';
    expect(findMailDetail(`<html><div id="mail-detail">${inner}</div></html>`)).toBe(inner);
  });

  it('does not take the page around the mail for the end of an unclosed one', () => {
    expect(findMailDetail('<html><div id="mail-detail"><html><body>a</div>foot</html>')).toBe(
      '<html><body>a',
    );
  });

  it('takes the rest of a page that was never closed', () => {
    expect(findMailDetail('<div id="mail-detail"><p>a')).toBe('<p>a');
  });

  it.each([
    ['<html><div id="mail-detail"><p>a', true],
    ['<!DOCTYPE html><html><div id="mail-detail"><html><body>a</body></html>', true],
    ['<!DOCTYPE html><html><div id="mail-detail"><html><body>a</body></html></div></ht', true],
    ['<!DOCTYPE html><html><div id="mail-detail"><html><body>a</body></html></div></html>', false],
    ['<html><div id="mail-detail">a</div></HTML >\n<!-- served -->', false],
    ['<div id="mail-detail">a</div>', false],
  ])('of %j shows whether it was cut: %s', (page, isCut) => {
    expect(findDetail(page)?.isCut).toBe(isCut);
  });

  it('finds an empty mail', () => {
    expect(findMailDetail('<div id="mail-detail"></div>')).toBe('');
  });

  it.each(['', '<p>sorry</p>', '<!-- id="mail-detail" -->', '<script>"<div id=mail-detail>"</script>'])(
    'finds none in %j',
    (page) => {
      expect(findMailDetail(page)).toBeUndefined();
    },
  );

  it('finds back whatever words stand in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (words) => {
        const text = words.replace(/[<>&]/g, '');
        expect(findMailDetail(`<body><div id="mail-detail">${text}</div></body>`)).toBe(text);
      }),
    );
  });
});

describe('the words of a mail', () => {
  it.each([
    ['one<br>two<br />\nthree', 'one\ntwo\nthree'],
    ['<p>one</p><p>two &lt;3</p>', 'one\ntwo <3'],
    ['<div>\n  <p>one</p>\n\n\n  <p>two</p>\n</div>', 'one\ntwo'],
    ['<p>one</p><br>\n<p>two</p>', 'one\n\ntwo'],
    ['one\r\ntwo\n\n\n\nthree', 'one\ntwo\n\nthree'],
    ['one<br><br>two', 'one\n\ntwo'],
    ['<div>one<div>two</div>three</div>', 'one\ntwo\nthree'],
    ['<b>bo</b>ld  &nbsp; words', 'bold words'],
    ['<head><title>no</title><style>p{}</style></head><script>no()</script>yes', 'yes'],
    ['<html><head><body>words after an open head', 'words after an open head'],
    ['<ul><li>a</li><li>b</li></ul>', 'a\nb'],
    ['👩‍👩‍👧‍👦 가족', '👩‍👩‍👧‍👦 가족'],
  ])('%j says %j', (html, text) => {
    expect(readBody(html).text).toBe(text);
  });
});

describe('the addresses of a mail', () => {
  const addressesOf = (html: string) => readBody(html).addresses.map(({ address }) => address);

  it.each([
    ['<img src=" https://i/a.jpg ">', ['https://i/a.jpg']],
    ['<img src="https://i/a.jpg?x=1&amp;y=2">', ['https://i/a.jpg?x=1&y=2']],
    [
      '<img data-src="https://i/a.jpg" data-original="https://i/b.jpg">',
      ['https://i/a.jpg', 'https://i/b.jpg'],
    ],
    ['<img srcset="https://i/a.jpg 1x, https://i/b.jpg 2x">', ['https://i/a.jpg', 'https://i/b.jpg']],
    ['<img srcset="https://i/a.jpg 1x,https://i/b.jpg 640w">', ['https://i/a.jpg', 'https://i/b.jpg']],
    ['<img srcset="https://i/a,b.jpg">', ['https://i/a,b.jpg']],
    [
      `<p style="background:url('https://i/a.jpg'), url(https://i/b.jpg)">`,
      ['https://i/a.jpg', 'https://i/b.jpg'],
    ],
    ['<style>p { background: url( "https://i/a.jpg" ) }</style>', ['https://i/a.jpg']],
    ['<table background="https://i/a.jpg"></table>', ['https://i/a.jpg']],
    ['<a href="https://i/a.jpg">big</a><a href="https://i/page">page</a>', ['https://i/a.jpg']],
    ['<script src="https://i/a.js"></script><iframe src="https://i/b.html"></iframe>', []],
  ])('of %s are %j', (html, addresses) => {
    expect(addressesOf(html)).toEqual(addresses);
  });

  it('distinguish video and sound from pictures', () => {
    const html =
      '<video src="https://i/v" poster="https://i/p"></video><audio><source src="https://i/a.m4a"></audio>';
    expect(readBody(html).addresses).toEqual([
      { address: 'https://i/v', kind: 'video' },
      { address: 'https://i/p', kind: 'image' },
      { address: 'https://i/a.m4a', kind: 'audio' },
    ]);
  });
});

describe('a hostile body', () => {
  it('never makes the reader throw', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '=',
      '</',
      '<div',
      ' id="mail-detail"',
      '<html>',
      '</html>',
      '<style>',
      '</style>',
      '<template>',
      '<!--',
      '<![CDATA[',
      ' style="',
      'url(',
      ' srcset="',
      '&#',
      '__proto__',
      '\0',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const html = pieces.join('');
        findMailDetail(html);
        readBody(html);
      }),
    );
  });

  it.each(['url(', 'url("', '</div>', '<a ', '<style>url(', '&amp;', '<br>', '</html>', '<p>'])(
    'of nothing but %j costs about its length',
    (piece) => {
      const html = `<html>${piece.repeat(100_000)}`;
      findMailDetail(`<div id="mail-detail">${html}`);
      readBody(`${html}<p style="${piece.repeat(50_000)}">`);
    },
  );

  it.each(['<div>', '<b>'])('nested absurdly deep in %s is refused', (piece) => {
    const html = piece.repeat(200_000);
    expect(() => findMailDetail(html)).toThrow(expect.objectContaining({ code: 'broken-record' }));
    expect(() => readBody(html)).toThrow(expect.objectContaining({ code: 'broken-record' }));
  });
});
