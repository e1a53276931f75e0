import type { MailContent, MailRow } from './mail.ts';
import { shownName } from './name-choice.ts';
import type { NameChoice } from './name-choice.ts';
import { renameMarkup } from './rename-markup.ts';
import { createNameReplacer } from './replace-names.ts';

/** Replaces the user's own name wherever a text of a mail is shown or exported. */
export interface Naming {
  /** Whether every text stays unchanged. */
  isAsWritten: boolean;
  text(text: string): string;
  /** The options of an address, `q=…&tag=…`. */
  address(address: string): string;
  /** The row; its subject and preview are replaced when they are first read. */
  row(row: MailRow): MailRow;
  content<Content extends MailContent>(content: Content): Content;
  /** A record's JSON with every text replaced; empty when it is not JSON, in which a name could not be found. */
  record(raw: string): string;
}

const asWritten: Naming = {
  isAsWritten: true,
  text: (text) => text,
  address: (address) => address,
  row: (row) => row,
  content: (content) => content,
  record: (raw) => raw,
};

/** The only function that applies a choice of name to texts. */
export function createNaming(choice: NameChoice | undefined): Naming {
  const shown = choice && shownName(choice);
  if (!choice || shown === undefined) return asWritten;
  const replacer = createNameReplacer(choice.written, shown);
  const bracketed = choice.written.filter((name) => name.trim().length > 2 && /[<>]/.test(name));
  const renameBracketed = bracketed.length === 0 ? undefined : createNameReplacer(bracketed, shown).markup;
  const { text, preview, markup, joinParted } = replacer;
  const record = (raw: string): string => {
    try {
      return JSON.stringify(
        JSON.parse(raw, (_, value: unknown) => (typeof value === 'string' ? text(value) : value)),
      );
    } catch {
      return '';
    }
  };
  return {
    isAsWritten: false,
    text,
    address: (address) =>
      new URLSearchParams(
        [...new URLSearchParams(address)].map(([name, value]) => [name, text(value)]),
      ).toString(),
    row: (row) => {
      let subject: string | undefined;
      let firstWords: string | undefined;
      return {
        ...row,
        get subject() {
          return (subject ??= text(row.subject));
        },
        get preview() {
          return (firstWords ??= preview(row.preview));
        },
      };
    },
    content: (content) => ({
      ...content,
      ...(content.htmlBody !== undefined && {
        htmlBody: renameMarkup(content.htmlBody, {
          rename: markup,
          renameBracketed,
          joinParted,
          assets: content.assets,
        }),
      }),
      text: text(content.text),
      raw: record(content.raw),
    }),
    record,
  };
}
