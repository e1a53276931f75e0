import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program that is not ours and knows whether a ZIP is whole. */
export interface ZipOracle {
  name: string;
  isPresent: boolean;
  /** What the program complains of in a file; undefined when it takes it. */
  complaintOf(file: string): string | undefined;
  /** As `complaintOf`, of a ZIP that is in no file. */
  complaint(zip: Blob): Promise<string | undefined>;
  /** The names of all entries, as the program understands them. */
  namesIn(file: string): string[];
}

const pythonTest =
  'import sys, zipfile; bad = zipfile.ZipFile(sys.argv[1]).testzip(); sys.exit(f"bad: {bad}" if bad else 0)';
const pythonNames = 'import sys, zipfile; print("\\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))';

/** The programs that may be on a machine; tests name the ones that are absent. */
export const zipOracles: ZipOracle[] = [
  oracle({ name: 'unzip -t', probe: ['unzip', '-v'], test: ['unzip', '-tqq'], list: ['unzip', '-Z1'] }),
  oracle({
    name: 'python3 zipfile',
    probe: ['python3', '--version'],
    test: ['python3', '-c', pythonTest],
    list: ['python3', '-c', pythonNames],
  }),
  oracle({
    name: '7z t',
    probe: ['7z', 'i'],
    test: ['7z', 't'],
    list: ['7z', 'l', '-ba', '-slt'],
    // Of each entry it says much more.
    nameOf: (line) => /^Path = (.*)$/.exec(line)?.[1],
  }),
  oracle({
    name: 'bsdtar -t',
    probe: ['bsdtar', '--version'],
    test: ['bsdtar', '-tf'],
    list: ['bsdtar', '-tf'],
  }),
  oracle({ name: 'jar tf', probe: ['jar', '--version'], test: ['jar', 'tf'], list: ['jar', 'tf'] }),
];

interface Program {
  name: string;
  /** Commands; the last two are given the file. */
  probe: string[];
  test: string[];
  list: string[];
  /** Reads a line of `list`; the whole line is the name unless told. */
  nameOf?(line: string): string | undefined;
}

function oracle({ name, probe, test, list, nameOf = (line) => line }: Program): ZipOracle {
  const complaintOf = (file: string): string | undefined => {
    const { status, said } = run([...test, file]);
    return status === 0 && !/warning/i.test(said.replace(/Warnings: 0/, '')) ? undefined : said || 'failed';
  };
  return {
    name,
    isPresent: run(probe).status === 0,
    complaintOf,
    complaint: (zip) => withFile(zip, complaintOf),
    namesIn(file) {
      const { status, said } = run([...list, file]);
      if (status !== 0) throw new Error(`${name} does not list it: ${said}`);
      return said.split('\n').flatMap((line) => (line === '' ? [] : (nameOf(line) ?? [])));
    },
  };
}

function run([program = '', ...args]: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    // Otherwise some of them write question marks for letters.
    env: { ...process.env, LC_ALL: 'C.UTF-8', PYTHONIOENCODING: 'utf-8' },
  });
  return { status, said: `${stdout}${stderr}` };
}

/** Has a ZIP lie in a file of its own for a while. */
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
