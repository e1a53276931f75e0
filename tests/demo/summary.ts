import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { unzip } from 'unzipit';
import { projectRoot } from '../run/prepare.mjs';
import { sha256 } from '../service/pictures.ts';
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
  const pictures = Object.values(entries).filter(({ name }) => /(^|\/)media\/.+[^/]$/.test(name));
  const sent = hashesSent(service);
  let asSent = 0;
  for (const picture of pictures) {
    if (sent.has(sha256(new Uint8Array(await picture.arrayBuffer())))) asSent++;
  }
  const { counters } = service;
  const expected = service.expected();
  const rows: [string, string][] = [
    ['The popup says', sentence],
    ['Mails in the ZIP', `${mails} of ${expected.ids.length}`],
    ['Pictures in the ZIP', `${pictures.length}, ${asSent} of them byte for byte as sent (of ${sent.size})`],
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
  if (asSent < sent.size && !areFaultsOn) {
    throw new Error(`${sent.size - asSent} pictures are missing in the ZIP or differ.`);
  }
}

/** The hashes of every picture and portrait of the first account. */
function hashesSent(service: Service): Set<string> {
  const hashes = new Set<string>();
  for (const { pictures, portrait } of service.expected().mails()) {
    for (const picture of [...pictures, portrait]) hashes.add(picture.sha256());
  }
  return hashes;
}

function megabytes(sizeBytes: number): string {
  return `${(sizeBytes / 1_000_000).toFixed(1)} MB`;
}
