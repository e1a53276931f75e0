import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText } from '../../../../lib/formats/content/clean-markup.ts';
import { leaveNameOutOfChoice, leaveOutName } from '../../../../lib/formats/content/leave-out-name.ts';
import type { ArchiveScope } from '../../../../lib/formats/mail-ark/manifest.ts';
import type { ArchiveContent, ArchiveMail } from '../../../../lib/formats/content.ts';
import { parseManifest } from '../../../../lib/formats/mail-ark/read-archive.ts';
import { buildArchive } from '../../../../lib/browser/export/build-archive.ts';
import { buildLists } from '../../../../lib/browser/export/build-lists.ts';
import { buildMbox } from '../../../../lib/browser/export/build-mbox.ts';
import { noMarks, type Marks } from '../../../../lib/mail/marks.ts';
import type { NameChoice } from '../../../../lib/mail/name-choice.ts';
import {
  alreadyClean,
  anArchiveMail,
  aSavedAsset,
  joinArchives,
  memoryArchive,
} from '../../../support/memory-archive.ts';
import { readZipTexts } from '../../../support/zip-oracles.ts';
import { cases } from '../../../support/fault-numbers.ts';

const never = new AbortController().signal;
const own = { service: 'izone', account: 'ab12cd' };

/** The mails of a reader with these names; the viewer shows another, which no file may have either. */
function content(mails: ArchiveMail[], names: string[], marks: Partial<Marks> = {}): ArchiveContent {
  const name: NameChoice = { mode: 'own', written: names, own: 'Mina' };
  return { ...memoryArchive(mails), marks: () => Promise.resolve({ ...noMarks, name, ...marks }) };
}

async function nameless(mail: ArchiveMail, ...names: string[]): Promise<ArchiveMail> {
  for await (const left of leaveOutName(content([mail], names)).mails(own, never)) return left;
  throw new Error('There is no mail.');
}

const markupOf = async (htmlBody: string, names: string[], assets = [aSavedAsset('m1', 'Sky.jpg')]) =>
  (await nameless(anArchiveMail({ id: 'm1' }, { htmlBody, assets }), ...names)).content.htmlBody;

describe("A mail without the reader's name", () => {
  it('has another word in its texts, with the particle that fits', async () => {
    const mail = anArchiveMail(
      { id: 'm1', subject: '위즈원아 안녕', preview: '하늘은 %%%' },
      { text: '하늘이랑 하늘를' },
    );
    const { row, content: words } = await nameless(mail, '위즈원', '하늘');
    expect([row.subject, row.preview, words.text]).toEqual(['○○아 안녕', '○○은 ○○', '○○이랑 ○○을']);
  });

  it('has none of a longer name left, nor one that a preview ends in the middle of', async () => {
    const mail = anArchiveMail({ id: 'm1', subject: 'Sky Walker, Sky', preview: 'Dear Sky Wal…' });
    const { row } = await nameless(mail, 'Sky', 'Sky Walker');
    expect([row.subject, row.preview]).toEqual(['○○, ○○', 'Dear ○○ Wal…']);
    const cut = anArchiveMail({ id: 'm1', preview: '안녕 위즈' });
    expect((await nameless(cut, '위즈원')).row.preview).toBe('안녕 ○○');
  });

  it('has its markup otherwise as it was', async () => {
    expect(await markupOf('<p class=x title="To p">p &lt;p&gt; &nbsp;<b>p</b><!-- p --></p>', ['p'])).toBe(
      '<p class=x title="To ○○">○○ &lt;○○&gt; &nbsp;<b>○○</b><!-- ○○ --></p>',
    );
    expect(
      await markupOf(
        '<img alt=\'Sky>\' src="https://img.example.test/Sky.jpg?a=1&amp;b"><a href=/Sky>5 < 6 Sky</a>',
        ['Sky'],
      ),
    ).toBe('<img alt=\'○○>\' src="https://img.example.test/Sky.jpg?a=1&amp;b"><a href=/○○>5 < 6 ○○</a>');
  });

  for (const written of [
    '&lt;위즈원&gt;',
    '&#60;위즈원&#x3E;',
    '&amp;lt;위즈원&amp;gt;',
    '<위즈원>',
    '&lt;&#50948;즈원&gt;',
    '<위즈원>'.normalize('NFD'),
    '%3C%EC%9C%84%ec%a6%88%EC%9B%90%3E',
  ]) {
    it(`is without ${written} in its markup`, async () => {
      expect(await markupOf(`<p>${written}를</p>`, ['<위즈원>'])).toBe('<p>○○을</p>');
    });
  }

  it('is without a name that looks like a tag', async () => {
    expect(await markupOf('<p>Hi <wizone>!</p>', ['<wizone>'])).toBe('<p>Hi ○○!</p>');
  });

  it('has its record changed in every text, and none that is no JSON', async () => {
    const raw = JSON.stringify({
      a: [{ b: '안녕 위즈원' }],
      inside: JSON.stringify({ c: '<"위즈원">' }),
      n: 1,
    });
    const escaped = raw.replaceAll('위', String.raw`\uc704`);
    for (const each of [raw, escaped]) {
      const { content: words } = await nameless(anArchiveMail({ id: 'm1' }, { raw: each }), '위즈원');
      expect(JSON.parse(words.raw)).toEqual({ a: [{ b: '안녕 ○○' }], inside: '{"c":"<\\"○○\\">"}', n: 1 });
    }
    expect((await nameless(anArchiveMail({ id: 'm1' }, { raw: 'Hi Sky' }), 'Sky')).content.raw).toBe('');
  });

  it('has no cleaned body, and is not what the service lists', async () => {
    const mail = { ...anArchiveMail({ id: 'm1' }), version: 'v1', body: alreadyClean('Sky') };
    const left = await nameless(mail, 'Sky');
    expect([left.body, left.version]).toEqual([undefined, undefined]);
  });

  it('has the names out of every mailbox', async () => {
    const other = memoryArchive([anArchiveMail({ id: 'm1', account: 'zz', subject: 'Sky' })], {
      account: 'zz',
    });
    const both = { ...joinArchives(content([], ['Sky']), other), marks: content([], ['Sky']).marks };
    const subjects: string[] = [];
    for await (const row of leaveOutName(both).rows({ service: 'izone', account: 'zz' }, never))
      subjects.push(row.subject);
    expect(subjects).toEqual(['○○']);
  });

  it('holds the name in no text, whatever the name', async () => {
    const letter = fc.constantFrom(
      '위',
      '즈',
      'S',
      'k',
      '<',
      '>',
      '&',
      '"',
      "'",
      '\\',
      '/',
      ' ',
      '(',
      '.',
      '🐣',
      '5',
    );
    const name = fc
      .array(letter, { maxLength: 5 })
      .map((letters) => `Q${letters.join('').replace(/ +/g, ' ')}하`);
    const words = fc.array(letter, { maxLength: 6 }).map((letters) => letters.join(''));
    await fc.assert(
      fc.asyncProperty(name, words, words, async (written, before, after) => {
        const text = `${before}${written}${after}`;
        const html = `<p title="${escapeText(text)}">${escapeText(text)}</p>`;
        const one = anArchiveMail(
          { id: 'm1', subject: text, preview: text },
          { text, htmlBody: html, raw: JSON.stringify({ text, html, again: JSON.stringify(text) }) },
        );
        const version = { replacedAt: '2020-01-01T00:00:00Z', row: one.row, content: one.content };
        const left = JSON.stringify(await nameless({ ...one, versions: [version] }, written));
        const forms = [written, escapeText(written)].flatMap((form) => [
          form,
          JSON.stringify(form).slice(1, -1),
        ]);
        for (const form of forms) expect(left).not.toContain(form);
      }),
      { numRuns: cases(60) },
    );
  });
});

describe("An archive without the reader's name", () => {
  const canary = '<"카나리&>';
  const escaped = escapeText(canary);
  const choice = { tag: { id: 't1', name: `of ${canary}` } };

  /** A mailbox that has the name wherever there is room for one. */
  function telling(): ArchiveContent {
    const raw = JSON.stringify({ body: `Hi ${canary}`, html: `<b>${escaped}</b>` });
    const one = anArchiveMail(
      { id: 'm1', subject: `To ${canary}`, preview: canary },
      {
        text: `${canary}아 안녕`,
        htmlBody: `<p>${escaped}<img data-asset="img.example.test/a.jpg" alt="for ${escaped}"></p>`,
        raw,
        assets: [aSavedAsset('m1', 'a.jpg')],
      },
    );
    const version = { replacedAt: '2020-01-03T00:00:00Z', row: one.row, content: one.content };
    const of = content([{ ...one, body: alreadyClean(`<p>${escaped}</p>`), versions: [version] }], [canary], {
      tags: [{ id: 't1', name: choice.tag.name, color: 'blue' }],
      mails: [{ ...own, id: 'm1', tags: ['t1'], note: `they said ${canary}` }],
      searches: [{ id: 's', name: canary, address: `q=${encodeURIComponent(canary)}` }],
    });
    const unsaved = { id: 'm2', version: 'v', state: 'pending' as const, isWithdrawn: false, raw };
    const at = '2020-01-03T00:00:00Z';
    const problem = {
      kind: 'mail' as const,
      id: 'm3',
      state: 'damaged' as const,
      code: 'error-page',
      at,
      raw,
    };
    return { ...of, rest: () => Promise.resolve({ unsaved: [unsaved], problems: [problem] }) };
  }

  const build = async (scope: ArchiveScope) => {
    const plan = {
      content: leaveOutName(telling()),
      sanitize: alreadyClean,
      viewer: { script: 'start()' },
      scope,
    };
    const { files } = await buildArchive(plan, '2026-11-23', () => undefined, never);
    return { name: files[0]?.fileName, texts: await readZipTexts(files[0]?.blob ?? new Blob()) };
  };
  const expectNowhere = (texts: Record<string, string>) => {
    for (const [path, text] of Object.entries(texts))
      expect(`${path}\n${text}`, path).not.toMatch(/카나리|\\ucee4|%EC%B9%B4|Mina/i);
  };

  it('has it in none of its files, and says so', async () => {
    const scope: ArchiveScope = {
      kind: 'filtered',
      choice: await leaveNameOutOfChoice(telling(), choice),
      isWithoutFiles: false,
      isWithoutName: true,
    };
    const { name, texts } = await build(scope);
    expectNowhere({ ...texts, [name ?? '']: '' });
    expect(name).toContain('-filtered-');
    expect(parseManifest(texts['data/manifest.json'] ?? '').scope).toEqual(scope);
    expect(texts['README.txt']).toContain('the reader’s name was left out');
    expect(texts['README.txt']).toContain('받은 사람의 이름을 뺌');
    expect(texts['README.txt']).toContain('受け取った人の名前を除外');
    expect(texts['data/meta.js']).toContain('they said ○○');
  });

  it('has it nowhere either in what only a whole archive tells', async () => {
    const { texts } = await build({ kind: 'whole' });
    expectNowhere(texts);
    expect(texts['data/meta.js']).toContain('"id":"m2"');
  });

  it('is a list or an mbox file as well', async () => {
    const plan = {
      content: leaveOutName(telling()),
      sanitize: alreadyClean,
      isWithoutFiles: false,
      isPart: true,
    };
    const lists = await buildLists(plan, '2026-11-23', () => undefined, never);
    expectNowhere(await readZipTexts(lists.files[0]?.blob ?? new Blob()));
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    await buildMbox(
      {
        ...plan,
        openFile: () =>
          Promise.resolve({
            write: (bytes: Uint8Array) => {
              chunks.push(new Uint8Array(bytes));
              return Promise.resolve();
            },
            finish: () => Promise.resolve(new File(chunks, 'mbox')),
          }),
      },
      '2026-11-23',
      () => undefined,
      never,
    );
    const mbox = await new Blob(chunks).text();
    const decoded = mbox.replace(/[A-Za-z0-9+/=\r\n]{40,}/g, (base64) =>
      Buffer.from(base64, 'base64').toString(),
    );
    expectNowhere({ mbox, decoded });
  });
});
