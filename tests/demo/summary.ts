import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { unzip } from 'unzipit';
import { projectRoot } from '../run/prepare.mjs';
import type { Service } from '../service/service.ts';

/** What the demo has to tell at its end. */
export interface DemoResult {
  /** Path of the saved ZIP. */
  zip: string;
  /** The backup's time. */
  seconds: number;
  service: Service;
  /** What the popup says at the end. */
  sentence: string;
}

/** Looks into the ZIP and prints what came out. Rejects when mails are missing that no fault explains. */
export async function printSummary({ zip, seconds, service, sentence }: DemoResult): Promise<void> {
  const bytes = await readFile(zip);
  const { entries } = await unzip(new Uint8Array(bytes));
  const names = Object.keys(entries);
  const mails = names.filter((name) => /(^|\/)mails\/.+\.html$/.test(name)).length;
  const pictures = names.filter((name) => /(^|\/)media\/.+[^/]$/.test(name)).length;
  const { counters } = service;
  const expected = service.expected();
  const rows: [string, string][] = [
    ['The popup says', sentence],
    ['Mails in the ZIP', `${mails} of ${expected.ids.length}`],
    ['Pictures in the ZIP', `${pictures} (${expected.picturePaths.length} in mails, and portraits)`],
    ['Bytes received', megabytes(counters.bytesSent)],
    ['Backup', `${seconds.toFixed(1)} s`],
    ['Requests', `${counters.count()} (${counters.count('list')} list, ${counters.count('detail')} mail)`],
    ['Changes on the server', String(counters.mutations.length)],
    ['Requests elsewhere', String(counters.leaks.length)],
    ['ZIP', `${relative(process.cwd(), zip)} (${megabytes(bytes.length)})`],
    ['Screenshots', relative(process.cwd(), `${projectRoot}demo-out`)],
  ];
  console.log(`\n${rows.map(([name, value]) => `  ${name.padEnd(22)} ${value}`).join('\n')}\n`);
  const areFaultsOn = counters.log.some(({ fault }) => fault !== undefined);
  if (mails < expected.ids.length && !areFaultsOn) {
    throw new Error(`${expected.ids.length - mails} mails are missing in the ZIP.`);
  }
}

function megabytes(sizeBytes: number): string {
  return `${(sizeBytes / 1_000_000).toFixed(1)} MB`;
}
