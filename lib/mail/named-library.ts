import type { MailLibrary } from './mail-library.ts';
import { nameMarks } from './named-marks.ts';
import type { NamedMarks } from './named-marks.ts';
import { createNaming } from './naming.ts';
import type { Naming } from './naming.ts';
import { rest } from './search/rest.ts';

/** A library whose texts show the user's name as chosen. The viewer and its search accept no other. */
export interface NamedLibrary extends MailLibrary {
  /** A brand that only `withNames` sets. */
  readonly areNamesDecided: true;
  marks: NamedMarks;
}

/** The part of a named library that a search reads. */
export type NamedSource = Pick<NamedLibrary, 'areNamesDecided' | 'listMails' | 'listTexts'>;

/** The time spent on texts before other tasks get their turn, in milliseconds. */
const sliceMs = 8;

/**
 * Wraps a library so that all its texts show the user's name as chosen. Subscribers are notified when the choice
 * changes, too. A choice that cannot be read is an error, never a reason to show the name.
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
  // Every member is listed, so that a new one that returns texts cannot be passed through by accident.
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
      const compareName = async (isFirst: boolean): Promise<void> => {
        const name = JSON.stringify((await library.marks.readName()) ?? null);
        if (name === before) return;
        before = name;
        if (isFirst) return;
        known = undefined;
        onChange();
      };
      // A choice that cannot be read now is noticed at the next change.
      const ignore = (): void => undefined;
      void compareName(true).catch(ignore);
      const ends = [
        library.subscribe(onChange),
        library.marks.subscribe(() => void compareName(false).catch(ignore)),
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
    // Reading the clock costs about as much as renaming a short text.
    if (mapped.length % 64 !== 0 || performance.now() - start < sliceMs) continue;
    await rest();
    start = performance.now();
  }
  return mapped;
}
