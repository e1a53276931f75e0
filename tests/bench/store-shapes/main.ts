/**
 * One picture per value, or packs? Stores the same pictures in a real Chromium in several shapes, a fresh profile each,
 * and prints how long writing and reading took and how much memory all its processes had at most. No debugger is
 * attached: its recording changes the figures.
 *
 *     node tests/bench/store-shapes/main.ts [number of pictures]
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryOf } from '../memory.ts';
import type { Shape, Timing } from './page.ts';

const pictureBytes = 112_500;
const pictures = Number(process.argv[2] ?? 16_000);
const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const ways: [perValue: number, perTransaction: number, durability: Shape['durability']][] = [
  [1, 20, 'strict'],
  [1, 64, 'strict'],
  [1, 128, 'strict'],
  [1, 128, 'relaxed'],
  [64, 64, 'strict'],
  [128, 128, 'strict'],
  [128, 128, 'relaxed'],
  [256, 256, 'strict'],
];

type Outcome = Timing | { error: string };
let onResult: (outcome: Outcome) => void = () => undefined;

const script = stripTypeScriptTypes(readFileSync(new URL('./page.ts', import.meta.url), 'utf8'));
const server = createServer(async (request, response) => {
  if (request.url === '/result') {
    onResult(JSON.parse(Buffer.concat(await request.toArray()).toString()) as Outcome);
    response.end();
    return;
  }
  const isScript = request.url === '/page.js';
  response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
  response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function openBrowser(profile: string, address: string): ChildProcess {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const options = [
    '--headless=new',
    '--no-first-run',
    '--disable-background-networking',
    `--user-data-dir=${profile}`,
  ];
  return spawn(chromium, [...root, ...options, address], {
    stdio: 'ignore',
    env: { ...process.env, LANG: 'C.UTF-8' },
  });
}

async function measure(shape: Shape): Promise<{ outcome: Outcome; peakBytes: number }> {
  const profile = mkdtempSync(join(tmpdir(), 'store-shapes-'));
  const result = new Promise<Outcome>((resolve) => (onResult = resolve));
  const browser = openBrowser(profile, `${origin}/#${encodeURIComponent(JSON.stringify(shape))}`);
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, memoryOf(browser.pid ?? 0));
  }, 500);
  try {
    const outcome = await result;
    return { outcome, peakBytes };
  } finally {
    clearInterval(watch);
    browser.kill();
    if (browser.exitCode === null) await once(browser, 'exit');
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

const seconds = (ms: number) => (ms / 1000).toFixed(1);
const megabytes = (bytes: number) => Math.round(bytes / 1e6);

console.log(`${pictures} pictures of ${pictureBytes} bytes\n`);
console.log(
  '| pictures per value | per transaction | durability | write, s | join, s | read one, ms | peak, MB |',
);
console.log('|--:|--:|---|--:|--:|--:|--:|');
for (const [perValue, perTransaction, durability] of ways) {
  const { outcome, peakBytes } = await measure({
    perValue,
    perTransaction,
    durability,
    pictures,
    pictureBytes,
  });
  const figures =
    'error' in outcome
      ? `${outcome.error} | – | –`
      : `${seconds(outcome.writeMs)} | ${seconds(outcome.joinMs)} | ${outcome.readOneMs.toFixed(1)}`;
  console.log(`| ${perValue} | ${perTransaction} | ${durability} | ${figures} | ${megabytes(peakBytes)} |`);
}
server.close();
