import * as v from 'valibot';
import { MailArkError } from '../../errors.ts';
import { archiveFormat, readDataFile, type DataChunk } from './data-files.ts';
import { filesDigest, type Manifest } from './manifest.ts';
import { dataChunk, manifest } from './schemas.ts';

/**
 * Reads the text of `data/manifest.json`, every member of it checked, and that its digest is the one of its list. Throws
 * `MailArkError`: `archive-newer` for a later format, `archive-broken` for anything else.
 */
export function parseManifest(text: string): Manifest {
  const read = understand(manifest, parseJson(text), 'The manifest');
  if (filesDigest(read.files) !== read.digest) throw broken('The manifest', 'has another digest');
  return read;
}

/** Reads the text of `data/meta.js` or `data/mails-<yyyy>.js` without running it. Throws as `parseManifest` does. */
export function parseDataFile(text: string): DataChunk[] {
  let lines: unknown[];
  try {
    lines = readDataFile(text);
  } catch {
    throw broken('A data file', 'is not text of ours');
  }
  return lines.map((line) => understand(dataChunk, line, 'A line of a data file'));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw broken('The manifest', 'is not JSON');
  }
}

function understand<T>(schema: v.GenericSchema<unknown, T>, value: unknown, what: string): T {
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (typeof format === 'number' && format > archiveFormat) {
    throw new MailArkError('archive-newer', `${what} is of format ${format}.`);
  }
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  throw broken(what, 'has an unexpected member');
}

// Without the cause: a parser's message quotes the text, which is the user's mail.
function broken(what: string, problem: string): MailArkError {
  return new MailArkError('archive-broken', `${what} ${problem}.`);
}
