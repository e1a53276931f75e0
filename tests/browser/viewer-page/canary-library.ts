import type { NameMode } from '../../../lib/mail/name-choice.ts';
import { memoryMarks } from '../../support/memory-marks.ts';
import { aPageLibrary } from './library.ts';
import type { PageLibrary } from './library.ts';

/** The user's name, which no screen may show. */
export const canary = '<카나리&>';

const escaped = '&lt;카나리&amp;&gt;';
const owner = { service: 'letters', account: 'a1b2' };

/**
 * Mails, marks and searches that contain the user's name wherever a text allows it, some of them of this day in other
 * years.
 */
export function aCanaryLibrary(count: number, mode: NameMode): PageLibrary {
  const base = aPageLibrary(count);
  const rows = base.rows.map((row, at) => ({
    ...row,
    subject: `${row.subject} ${canary}아`,
    preview: at % 2 === 0 ? `${canary} ${row.preview}` : `Dear <카나`,
    receivedAt: at === 0 ? aYearAgo() : row.receivedAt,
  }));
  rows.sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
  return {
    ...base,
    rows,
    listMails: () => Promise.resolve(rows),
    listNewest: (newest) => Promise.resolve(rows.slice(0, newest)),
    listTexts: async () =>
      (await base.listTexts()).map(([key, text]) => [key, `${text} ${canary} ${escaped} ${text}`]),
    async findMail(key) {
      const mail = await base.findMail(key);
      if (!mail) return undefined;
      const html = mail.htmlBody?.replace('<img ', `<img alt="for ${escaped}" title="${escaped}" `);
      return {
        ...mail,
        text: `${canary}! ${mail.text} %%%`,
        raw: JSON.stringify({ id: key.id, body: `Hi ${canary}`, html: `<b>${escaped}</b>` }),
        ...(html !== undefined && {
          htmlBody: `<p title="${escaped}">${escaped} 안녕 &#60;카나리&#38;&#62;</p>${html}<p>&lt;&#xCE74;나리&amp;&gt;</p>`,
        }),
      };
    },
    listVersions: async (key) => {
      const [row, mail] = [rows.find(({ id }) => id === key.id), await base.findMail(key)];
      if (!row || !mail) return [];
      const content = { ...mail, htmlBody: `<p>${escaped}</p>`, text: `Dear ${canary}`, assets: [] };
      const before = { ...row, subject: `Before, ${canary}` };
      return [{ replacedAt: '2026-11-01T12:00:00Z', row: before, content, assets: [] }];
    },
    marks: memoryMarks({
      tags: [{ id: 't1', name: `of ${canary}`, color: 'blue' }],
      mails: rows.map(({ id }) => ({
        ...owner,
        id,
        tags: ['t1'],
        note: `They wrote ${canary}`,
      })),
      searches: [{ id: 's1', name: `for ${canary}`, address: `q=${encodeURIComponent(canary)}` }],
      name: { mode, written: [canary], own: 'Mina' },
    }),
  };
}

function aYearAgo(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear() - 1, now.getMonth(), now.getDate(), 12)).toISOString();
}
