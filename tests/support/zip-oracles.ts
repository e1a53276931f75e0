import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSevenZip, jarCommand } from '../run/needs.mjs';
import { hasFew } from './fault-numbers.ts';

/** An independent program that checks whether a ZIP is valid. Throws where it is not installed. */
export interface ZipOracle {
  name: string;
  /** The program's complaint about a file; undefined when it accepts it. */
  complaintOf(file: string): string | undefined;
  /** Like `complaintOf`, for a ZIP that is not in a file. */
  complaint(zip: Blob): Promise<string | undefined>;
  /** The names of all entries, as the program decodes them. */
  namesIn(file: string): string[];
}

const pythonTest =
  'import sys, zipfile; bad = zipfile.ZipFile(sys.argv[1]).testzip(); sys.exit(f"bad: {bad}" if bad else 0)';
const pythonNames = 'import sys, zipfile; print("\\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))';

/** All oracles; `npm test` installs what is missing. */
export const zipOracles: ZipOracle[] = [
  oracle({ name: 'unzip -t', test: ['unzip', '-tqq'], list: ['unzip', '-Z1'] }),
  oracle({
    name: 'zip -T',
    test: ['zip', '-T'],
    list: ['zip', '-sf'],
    // It writes letters beyond ASCII as numbers, between a headline and a total.
    nameOf: (line) =>
      /^ {2}(.*)$/
        .exec(line)?.[1]
        ?.replaceAll(/#U([\da-f]{4})|#L([\da-f]{6})/g, (_, short?: string, long?: string) =>
          String.fromCodePoint(Number.parseInt(short ?? long ?? '', 16)),
        ),
  }),
  oracle({
    name: 'python3 zipfile',
    test: ['python3', '-c', pythonTest],
    list: ['python3', '-c', pythonNames],
  }),
  oracle({
    name: '7z t',
    test: [findSevenZip() ?? '7z', 't'],
    list: [findSevenZip() ?? '7z', 'l', '-ba', '-slt'],
    // It lists more fields of each entry.
    nameOf: (line) => /^Path = (.*)$/.exec(line)?.[1],
  }),
  // It reads from front to back, so it accepts a ZIP without its end; only unpacking reads every byte.
  oracle({ name: 'bsdtar -x', test: ['bsdtar', '-xOf'], list: ['bsdtar', '-tf'], printsContent: true }),
  oracle({ name: 'jar tf', test: [...jarCommand, 'tf'], list: [...jarCommand, 'tf'] }),
];

/** The oracles that tests of written ZIPs run: all of them, or the first in `npm run check`. */
export const askedOracles = hasFew ? zipOracles.slice(0, 1) : zipOracles;

interface Program {
  name: string;
  /** Commands, which get the file as their last argument. */
  test: string[];
  list: string[];
  /** Whether `test` writes the unpacked entries to its output, which is not a complaint. */
  printsContent?: boolean;
  /** Parses a line of `list`; by default the whole line is the name. */
  nameOf?(line: string): string | undefined;
}

function oracle({ name, test, list, printsContent = false, nameOf = (line) => line }: Program): ZipOracle {
  const complaintOf = (file: string): string | undefined => {
    const { status, said } = run([...test, file], printsContent ? 'ignore' : 'pipe');
    return status === 0 && !/warning/i.test(said.replace(/Warnings: 0/, '')) ? undefined : said || 'failed';
  };
  return {
    name,
    complaintOf,
    complaint: (zip) => withFile(zip, complaintOf),
    namesIn(file) {
      const { status, said } = run([...list, file]);
      if (status !== 0) throw new Error(`${name} does not list it: ${said}`);
      return said.split('\n').flatMap((line) => (line === '' ? [] : (nameOf(line) ?? [])));
    },
  };
}

function run(
  [program = '', ...args]: string[],
  output: 'pipe' | 'ignore' = 'pipe',
): { status: number | null; said: string } {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', output, 'pipe'],
    maxBuffer: 1 << 28,
    // Otherwise some of them replace letters with question marks.
    env: { ...process.env, LC_ALL: 'C.UTF-8', PYTHONIOENCODING: 'utf-8' },
  });
  if (error) throw new Error(`${program} cannot be run: ${error.message}`);
  return { status, said: `${stdout ?? ''}${stderr}` };
}

/** Writes a ZIP to a temporary file while `work` runs. */
export async function withFile<T>(zip: Blob, work: (file: string) => T | Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'mail-ark-zip-'));
  try {
    const file = join(folder, 'archive.zip');
    await writeFile(file, zip.stream());
    return await work(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Reads entries of a ZIP with Python, as text by path. */
export function readZipTexts(zip: Blob): Promise<Record<string, string>> {
  return withFile(zip, (file) => {
    const script =
      'import sys, json, zipfile; z = zipfile.ZipFile(sys.argv[1]); ' +
      'print(json.dumps({i.filename: z.read(i).decode("latin-1") for i in z.infolist()}))';
    const { stdout } = spawnSync('python3', ['-c', script, file], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const latin = JSON.parse(stdout) as Record<string, string>;
    return Object.fromEntries(
      Object.entries(latin).map(([path, text]) => [path, Buffer.from(text, 'latin1').toString('utf8')]),
    );
  });
}
