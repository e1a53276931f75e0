import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program that is not ours and knows whether a ZIP is whole. */
export interface ZipOracle {
  name: string;
  isPresent: boolean;
  /** What the program complains of; undefined when it takes the file. */
  complaint(zip: Blob): Promise<string | undefined>;
}

const pythonTest =
  'import sys, zipfile; bad = zipfile.ZipFile(sys.argv[1]).testzip(); sys.exit(f"bad: {bad}" if bad else 0)';

/** The programs that may be on a machine; tests name the ones that are absent. */
export const zipOracles: ZipOracle[] = [
  oracle('unzip -t', 'unzip', ['-v'], (file) => ['-tqq', file]),
  oracle('python3 zipfile', 'python3', ['--version'], (file) => ['-c', pythonTest, file]),
  oracle('7z t', '7z', ['i'], (file) => ['t', file]),
  oracle('bsdtar -t', 'bsdtar', ['--version'], (file) => ['-tf', file]),
  oracle('jar tf', 'jar', ['--version'], (file) => ['tf', file]),
];

function oracle(name: string, program: string, probe: string[], ask: (file: string) => string[]): ZipOracle {
  return {
    name,
    isPresent: spawnSync(program, probe).status === 0,
    async complaint(zip) {
      const folder = await mkdtemp(join(tmpdir(), 'mail-ark-zip-'));
      try {
        const file = join(folder, 'archive.zip');
        await writeFile(file, zip.stream());
        const { status, stdout, stderr } = spawnSync(program, ask(file), {
          encoding: 'utf8',
          maxBuffer: 1 << 28,
        });
        const said = `${stdout}${stderr}`;
        return status === 0 && !/warning/i.test(said.replace(/Warnings: 0/, ''))
          ? undefined
          : said || 'failed';
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  };
}

/** Reads entries of a ZIP with Python, as text by path. */
export async function readZipTexts(zip: Blob): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'mail-ark-zip-'));
  try {
    const file = join(folder, 'archive.zip');
    await writeFile(file, zip.stream());
    const script =
      'import sys, json, zipfile; z = zipfile.ZipFile(sys.argv[1]); ' +
      'print(json.dumps({i.filename: z.read(i).decode("latin-1") for i in z.infolist()}))';
    const { stdout } = spawnSync('python3', ['-c', script, file], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const latin = JSON.parse(stdout) as Record<string, string>;
    return Object.fromEntries(
      Object.entries(latin).map(([path, text]) => [path, Buffer.from(text, 'latin1').toString('utf8')]),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
