import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mail } from '../../../../lib/mail/mail.ts';
import { izone } from '../../../../lib/sources/registry.ts';
import type { MailRef, Session } from '../../../../lib/sources/source.ts';
import { fakePrivateMailService, privateMailFixture } from '../../../support/fake-private-mail-service.ts';

const session: Session = izone.parseSession(fakePrivateMailService.signedIn)!;

const refs: MailRef[] = ['inbox-page-1.json', 'inbox-page-2.json'].flatMap(
  (file) => izone.parsePage(session, 'inbox', JSON.parse(privateMailFixture(file))).refs,
);

function refOf(id: string): MailRef {
  return refs.find((ref) => ref.id === id)!;
}

function mailOf(id: string, body = privateMailFixture(`mail-${id}.html`)): Mail {
  return izone.detail.parse(session, refOf(id), body);
}

function aPage(inner: string): string {
  return `<!DOCTYPE html><html><body><div id="mail-detail">${inner}</div></body></html>`;
}

describe('a mail of a member', () => {
  const mail = mailOf('m12345');

  it('joins the list with its page', () => {
    expect(mail).toMatchObject({
      id: 'm12345',
      kind: 'mail',
      from: { id: '1', name: 'Member A' },
      group: { id: '3', name: 'IZ*ONE' },
      subject: '좋은 아침 🍊',
      preview: '오늘은 귤을 먹었어요',
      receivedAt: '2020-10-01T23:03:04Z',
      text: '오늘은 귤을 먹었어요 🍊\n달고 & 시원해요\n사진 두 장!',
      isStarred: false,
      isUnread: true,
    });
  });

  it('keeps the body as received, and nothing of the page around it', () => {
    expect(mail.htmlBody).toMatch(/^<html><head><\/head><body>\n<p>오늘은/);
    expect(mail.htmlBody).toMatch(/<\/body><\/html>$/);
    expect(mail.htmlBody).not.toContain('made up');
  });

  it('has its pictures in order and the portrait last', () => {
    expect(mail.assets.map(({ key, role }) => [role, key])).toEqual([
      ['body', 'img.izone-mail.com/upload/img/mail/1/20201002/0123456789abcdef0123456789abcdef.jpeg'],
      ['body', 'img.izone-mail.com/upload/img/mail/1/20201002/fedcba9876543210fedcba9876543210.png'],
      [
        'portrait',
        'img.izone-mail.com/artist/profile/starship/202001010000/01010101010101010101010101010101.jpg',
      ],
    ]);
  });
});

describe('other mails', () => {
  it('of a birthday keep the pictures outside the upload folder', () => {
    const mail = mailOf('b3-20');
    expect(mail.kind).toBe('birthday');
    expect(mail.receivedAt).toBe('2020-09-29T15:00:00Z');
    expect(mail.assets.filter(({ role }) => role === 'body').map(({ url }) => url)).toEqual([
      'https://img.izone-mail.com/birthday/card/starship/back.jpg',
      'https://img.izone-mail.com/birthday/2020/frame.png',
      'https://img.izone-mail.com/birthday/2020/b3-20.gif',
      'https://img.izone-mail.com/birthday/2020/cake.jpg',
      'https://img.izone-mail.com/birthday/2020/cake@2x.jpg',
    ]);
  });

  it('of the operations team are notices, and need no portrait', () => {
    expect(mailOf('i1001')).toMatchObject({
      kind: 'notice',
      from: { id: '27', name: '운영팀' },
      text: '점검 안내입니다\n02:00\n04:00',
      assets: [],
    });
  });

  it('with slashes in their date and bare line breaks in their text are read the same', () => {
    expect(mailOf('m12001')).toMatchObject({
      receivedAt: '2020-09-29T14:59:59Z',
      text: '風が気持ちいい\nまた明日',
    });
  });
});

describe('a mail with odd addresses', () => {
  it('names a picture once, also when http or a query makes it look different', () => {
    const { assets } = mailOf(
      'i1001',
      aPage(`<img src="https://img.izone-mail.com/a.jpg"><img src="http://img.izone-mail.com/a.jpg?v=2">
        <img src="//IMG.izone-mail.com/./a.jpg#x"><img src="https://user:word@img.izone-mail.com/b.jpg">`),
    );
    expect(assets.map(({ url }) => url)).toEqual([
      'https://img.izone-mail.com/a.jpg',
      'https://img.izone-mail.com/b.jpg',
    ]);
  });

  it.each([
    'https://elsewhere.example/a.jpg',
    'https://img.izone-mail.com.evil.example/a.jpg',
    'https://img.izone-mail.com:8443/a.jpg',
    'http://169.254.169.254/a.jpg',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:image/png;base64,AAAA',
    '/img/favorite.png',
    'https://',
    '',
  ])('never fetches %j', (address) => {
    expect(mailOf('i1001', aPage(`<img src="${address}">`)).assets).toEqual([]);
  });

  it('never names an asset of another origin, whatever the page holds', () => {
    const attribute = fc.constantFrom('src', 'data-src', 'srcset', 'style', 'poster', 'href');
    const address = fc.oneof(fc.webUrl({ validSchemes: ['http', 'https'] }), fc.string());
    fc.assert(
      fc.property(fc.array(fc.tuple(attribute, address)), (shown) => {
        const inner = shown
          .map(([name, value]) => `<img ${name}="${value}"><p ${name}='url(${value})'>`)
          .join('');
        for (const asset of mailOf('i1001', aPage(inner)).assets) {
          expect(new URL(asset.url).origin).toBe('https://img.izone-mail.com');
          expect(izone.asset.request(session, asset)).toMatchObject({ url: asset.url, auth: 'none' });
        }
      }),
    );
  });
});

describe('a page that is not the mail', () => {
  it.each([
    ['error-page.html', 'error-page'],
    ['sign-in-page.html', 'error-page'],
    ['error-access-token.json', 'signed-out'],
    ['error-mail.json', 'not-found'],
  ])('as %s fails as %s', (file, code) => {
    expect(() => mailOf('m12345', privateMailFixture(file))).toThrow(expect.objectContaining({ code }));
  });

  it('is refused wherever it was cut', () => {
    const page = privateMailFixture('mail-m12345.html').trimEnd();
    for (let length = 0; length < page.length; length += 1) {
      expect(() => mailOf('m12345', page.slice(0, length))).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^(?:error-page|short-body)$/) as string }),
      );
    }
  });

  it('is refused when absurdly large', () => {
    expect(() => mailOf('m12345', aPage('x'.repeat(4 * 1024 * 1024)))).toThrow(
      expect.objectContaining({ code: 'broken-record' }),
    );
  });

  it('is refused when the stored record is another or none', () => {
    const page = privateMailFixture('mail-m12345.html');
    for (const raw of [refOf('b3-20').raw, '', 'null', '{"id":"m12345"}']) {
      expect(() => izone.detail.parse(session, { ...refOf('m12345'), raw }, page)).toThrow(
        expect.objectContaining({ code: 'broken-record' }),
      );
    }
  });
});

describe('the request for a mail', () => {
  it('goes to the built address, whatever the record says', () => {
    const ref = {
      ...refOf('m12345'),
      raw: '{"id":"m12345","detail_url":"https://evil.example/mail/m12345"}',
    };
    expect(izone.detail.request(session, ref)).toEqual({
      url: 'https://app-web.izone-mail.com/mail/m12345',
      method: 'GET',
      auth: 'account',
      via: 'background',
      lane: 'detail',
      expect: 'html',
    });
  });

  it('for the list asks for everything, read and starred or not', () => {
    const [feed] = izone.feeds(session);
    expect(feed!.request(3)).toEqual({
      url: 'https://app-api.izone-mail.com/v1/inbox?is_star=0&is_unread=0&page=3',
      method: 'GET',
      auth: 'account',
      via: 'background',
      lane: 'list',
      expect: 'json',
    });
  });
});
