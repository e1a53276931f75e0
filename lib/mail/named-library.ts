import type { MailLibrary } from './mail-library.ts';
import { nameMarks } from './named-marks.ts';
import type { NamedMarks } from './named-marks.ts';
import { createNaming } from './naming.ts';
import type { Naming } from './naming.ts';
import { rest } from './search/rest.ts';

/** A library whose texts show the reader's name as it was chosen. The viewer and its search accept no other. */
export interface NamedLibrary extends MailLibrary {
  /** Only `withNames` makes such a library. */
  readonly areNamesDecided: true;
  marks: NamedMarks;
}

/** The part of a named library that a search reads. */
export type NamedSource = Pick<NamedLibrary, 'areNamesDecided' | 'listMails' | 'listTexts'>;

/** How long texts are changed before others get their turn, in milliseconds. */
const sliceMs = 8;

/**
 * The same library with the reader's name as it was chosen in all it gives out. It is changed, too, when another choice is
 * made. Names that cannot be read are an error and not a reason to show them.
 */
export function withNames(library: MailLibrary): NamedLibrary {
  let known: Promise<Naming> | undefined;
  const readNaming = (): Promise<Naming> => {
    const read = library.marks.readName().then(createNaming);
    known = read;
    read.catch(() => {
      if (known === read) known = undefined;
    });
    return read;
  };
  const { listNewest } = library;
  // Each member is named: a new one that gives out texts cannot pass by.
  return {
    areNamesDecided: true,
    async listMails() {
      const [rows, naming] = await Promise.all([library.listMails(), readNaming()]);
      return naming.isAsWritten ? rows : mapInSlices(rows, naming.row);
    },
    ...(listNewest && {
      async listNewest(count: number) {
        const [rows, naming] = await Promise.all([listNewest(count), readNaming()]);
        return rows.map(naming.row);
      },
    }),
    async listTexts() {
      const [texts, naming] = await Promise.all([library.listTexts(), readNaming()]);
      if (naming.isAsWritten) return texts;
      return mapInSlices(texts, ([key, text]): [string, string] => [key, naming.text(text)]);
    },
    async findMail(key) {
      const [mail, naming] = await Promise.all([library.findMail(key), known ?? readNaming()]);
      return mail && naming.content(mail);
    },
    async listVersions(key) {
      const [versions, naming] = await Promise.all([library.listVersions(key), known ?? readNaming()]);
      return versions.map((version) => ({
        ...version,
        row: naming.row(version.row),
        content: naming.content(version.content),
      }));
    },
    listAssets: (key) => library.listAssets(key),
    openAsset: (owner, assetKey) => library.openAsset(owner, assetKey),
    listMedia: () => library.listMedia(),
    serviceNames: () => library.serviceNames(),
    usage: () => library.usage(),
    ...(library.openThumbnail && { openThumbnail: library.openThumbnail }),
    ...(library.deleteMails && { deleteMails: library.deleteMails }),
    subscribe(onChange) {
      let before: string | undefined;
      const look = async (isFirst: boolean): Promise<void> => {
        const name = JSON.stringify((await library.marks.readName()) ?? null);
        if (name === before) return;
        before = name;
        if (isFirst) return;
        known = undefined;
        onChange();
      };
      // A choice that cannot be read now is noticed with the next change.
      const ignore = (): void => undefined;
      void look(true).catch(ignore);
      const ends = [
        library.subscribe(onChange),
        library.marks.subscribe(() => void look(false).catch(ignore)),
      ];
      return () => ends.forEach((end) => end());
    },
    marks: nameMarks(library.marks, readNaming),
  };
}

async function mapInSlices<From, To>(items: readonly From[], map: (item: From) => To): Promise<To[]> {
  const mapped: To[] = [];
  let start = performance.now();
  for (const item of items) {
    mapped.push(map(item));
    // A look at the clock costs about as much as a short text.
    if (mapped.length % 64 !== 0 || performance.now() - start < sliceMs) continue;
    await rest();
    start = performance.now();
  }
  return mapped;
}
