import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '../../../../lib/backup/run.ts';
import { kinds } from '../../../../lib/browser/problem-report/report-kinds.ts';
import { field, line, printValue, type Kind } from '../../../../lib/browser/problem-report/report-line.ts';
import { reportLines, type ReportFacts } from '../../../../lib/browser/problem-report/report-schema.ts';
import { writeReport } from '../../../../lib/browser/problem-report/write-report.ts';
import type { ErrorCode } from '../../../../lib/errors.ts';
import { defaultSettings } from '../../../../lib/messages.ts';
import { aProgress, aService } from '../../../components/popup/states.ts';
import { aMail, anAssetRef, aRef, aSavedAsset, aWalk } from '../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../mail-store/open-store.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const chromium =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

const aRun = (change: Partial<Run> = {}): Run => ({
  id: 'letters',
  service: 'letters',
  isFull: false,
  startedAt: '2026-11-23T11:30:00Z',
  state: { phase: 'active' },
  mailsBefore: 20,
  ...change,
});

const someFacts = (change: Partial<ReportFacts> = {}): ReportFacts => ({
  now,
  extensionVersion: '0.1.0',
  userAgent: chromium,
  schema: { known: 1, found: 1 },
  isOnline: true,
  storage: { usageBytes: 612_000_000, quotaBytes: 60_000_000_000, isPersisted: false },
  settings: defaultSettings,
  overview: { services: [], export: { phase: 'idle' } },
  runs: [],
  mailboxes: [],
  journal: [],
  ...change,
});

describe('a problem report', () => {
  it('contains versions, counts, stages, timings and codes', () => {
    const pace = { underWay: 3, atOnce: 8, isSlowed: true };
    const report = writeReport(
      someFacts({
        settings: { ...defaultSettings, paces: { letters: 'fast' } },
        overview: {
          services: [
            aService({ phase: 'running', progress: aProgress({ msLeft: 190_000, pace }) }),
            aService(
              { phase: 'resting', reason: 'asked-to-wait', until: '2026-11-23T12:04:00Z' },
              { service: 'talks', isSetUp: false },
            ),
          ],
          export: { phase: 'failed', code: 'storage-full' },
        },
        runs: [
          aRun(),
          aRun({
            service: 'talks',
            isFull: true,
            notBefore: '2026-11-23T12:04:00Z',
            state: { phase: 'waiting', reason: 'asked-to-wait' },
          }),
        ],
        mailboxes: [
          {
            service: 'letters',
            counts: aProgress().counts,
            problems: [
              { kind: 'asset', code: 'not-found' },
              { kind: 'asset', code: 'not-found' },
              { kind: 'mail', code: 'broken-record' },
            ],
          },
        ],
        journal: [
          { at: now - 90_000, who: 'service 1', what: 'running listing' },
          { at: now - 5_000, who: 'export', what: 'failed storage-full' },
        ],
      }),
    );
    expect(report).toBe(
      `Mail Ark problem report
version 0.1.0, schema 1 (on disk: 1)
browser Chrome 156 on Linux, online
storage: 612000000 bytes used of 60000000000, persistent no
settings: language auto, theme auto, back up on open yes, keep awake no, notify no

service 1
  running mails, set up yes, pace fast, pictures later no
  stage mails, total known yes, time left 3 min 10 s
  40.0 requests/s, 2000.0 kB/s, 3 of 8 at once, slowed
  mails listed 8000, saved 3000, failed 0; files wanted 9000, saved 5000, failed 0; 612000000 bytes
  run: incremental, began 30 min 0 s ago, active, mails before 20

service 2
  resting asked-to-wait, until in 4 min 0 s, set up no, pace default, pictures later no
  run: full, began 30 min 0 s ago, waiting, asked-to-wait, not before in 4 min 0 s, mails before 20

mailbox 1 of service 1
  mails listed 8000, saved 3000, failed 0; files wanted 9000, saved 5000, failed 0; 612000000 bytes
  failed: asset not-found × 2
  failed: mail broken-record × 1

export: failed storage-full

what happened
  1 min 30 s ago: service 1 running listing
  5 s ago: export failed storage-full
`,
    );
  });

  it.each([
    [chromium, 'Chrome 156 on Linux'],
    [`${chromium.replace('X11; Linux x86_64', 'Windows NT 10.0')} Edg/156.0.1.2`, 'Edg 156 on Windows'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:153.0) Gecko/20100101 Firefox/153.0',
      'Firefox 153 on Macintosh',
    ],
    ['Mozilla/5.0 (Android 16; SM-S938N) Their own/1', 'unknown on Android'],
  ])('names browser and system only', (userAgent, named) => {
    expect(writeReport(someFacts({ userAgent }))).toContain(`browser ${named}, online`);
  });

  it('says why mailboxes could not be read', () => {
    const report = writeReport(
      someFacts({
        readProblem: 'storage-newer',
        overview: { services: [], export: { phase: 'idle' }, storeProblem: 'storage-newer' },
      }),
    );
    expect(report).toContain('database: failed storage-newer\nmailboxes could not be read: storage-newer');
  });
});

/** Personal words, one for each place where such a word can stand. */
const canaries = {
  service: 'canary-service-id',
  serviceName: 'Canary Service',
  address: 'https://canary.example/address',
  host: 'https://canary-host.example/*',
  account: 'canary-account-label',
  mailId: 'canary-mail-id',
  subject: 'canary subject',
  text: 'canary words of a mail',
  html: '<p>canary body</p>',
  preview: 'canary preview',
  sender: 'Canary Sender',
  senderId: 'canary-sender-id',
  raw: '{"canary":"raw record"}',
  assetKey: 'canary/asset/key.jpg',
  assetUrl: 'https://canary.example/picture.jpg',
  version: 'canary-version',
  feed: 'canary-feed',
  fileName: 'mail-ark-canary-file.zip',
  runId: 'canary-run-id',
  code: 'canary-code',
  journal: 'canary-journal',
  browser: 'CanaryPhone',
  time: '2026-11-23T11:11:11',
} as const;

/** Every canary, and every part of one that says as much. */
const traces = [...Object.values(canaries), 'canary', 'Canary', '11:11', '2026-11-23'];

describe('the privacy of a problem report', () => {
  beforeEach(freshDatabases);

  it('has no word of store, runs, overview, settings, journal or errors', async () => {
    const store = await openStore();
    const { service, account } = canaries;
    const owner = { service, account };
    await store.backup.putPages(
      owner,
      canaries.feed,
      [
        {
          refs: [aRef(canaries.mailId, { version: canaries.version, raw: canaries.raw })],
          mails: [],
          broken: [{ raw: canaries.raw, reason: 'canary' } as never],
        },
      ],
      aWalk({ headIds: [canaries.mailId] }),
    );
    await store.backup.putMails(owner, [
      aMail({
        id: canaries.mailId,
        from: { id: canaries.senderId, name: canaries.sender },
        subject: canaries.subject,
        preview: canaries.preview,
        text: canaries.text,
        htmlBody: canaries.html,
        raw: canaries.raw,
        assets: [
          anAssetRef(canaries.assetKey, { url: canaries.assetUrl, mailId: canaries.mailId }),
          anAssetRef(`${canaries.assetKey}2`, { url: canaries.assetUrl, mailId: canaries.mailId }),
        ],
      }),
    ]);
    await store.backup.putAssets(owner, [aSavedAsset(canaries.assetKey, [1, 2, 3])]);
    await store.backup.putProblems([
      {
        ...owner,
        kind: 'asset',
        id: `${canaries.assetKey}2`,
        state: 'damaged',
        code: canaries.code as ErrorCode,
        at: `${canaries.time}Z`,
      },
    ]);
    await store.backup.putRun(
      aRun({
        id: canaries.runId,
        service,
        account,
        startedAt: `${canaries.time}Z`,
        notBefore: `${canaries.time}Z`,
        state: { phase: 'failed', code: canaries.code as ErrorCode },
      }),
    );
    const [box] = await store.library.usage();
    expect(box).toMatchObject({ ...owner, mails: 1, assets: 1 });

    const report = writeReport(
      someFacts({
        extensionVersion: canaries.version,
        userAgent: `${canaries.browser} (${canaries.browser})`,
        settings: {
          ...defaultSettings,
          language: canaries.code as 'en',
          paces: { [service]: canaries.code as 'fast' },
          picturesLater: { [service]: canaries.code as never },
        },
        overview: {
          services: [
            aService(
              { phase: 'failed', code: canaries.code as ErrorCode },
              {
                service,
                name: canaries.serviceName,
                webClientUrl: canaries.address,
                hosts: [canaries.host],
              },
            ),
            aService({ phase: 'resting', reason: canaries.code as 'offline', until: `${canaries.time}Z` }),
            aService({
              phase: 'running',
              progress: aProgress({ stage: canaries.code as 'mails', restingUntil: `${canaries.time}Z` }),
            }),
          ],
          export: {
            phase: 'done',
            fileName: canaries.fileName,
            files: 1,
            sizeBytes: 5,
            mails: 1,
            assets: 1,
            finishedAt: `${canaries.time}Z`,
          },
          storeProblem: canaries.code as ErrorCode,
        },
        runs: await store.backup.listRuns(),
        mailboxes: [
          {
            service,
            counts: await store.backup.counts(owner),
            problems: await store.backup.listProblems(owner),
          },
        ],
        journal: [{ at: now, who: canaries.journal, what: `${canaries.journal} failed` }],
      }),
    );
    store.close();
    expect(traces.filter((trace) => report.includes(trace))).toEqual([]);
    // And yet it says what an engineer needs.
    expect(report).toContain('mailbox 1 of service 1\n  mails listed 2, saved 1, failed 1');
    expect(report).toContain('failed: asset other × 1');
  });

  it('repeats nothing, whatever stands where a known word should', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12, maxLength: 40, unit: 'grapheme' }), (secret) => {
        fc.pre(secret.trim().length >= 12);
        const word = secret as never;
        const service = aService(
          { phase: word, code: word, reason: word },
          {
            service: secret,
            name: secret,
          },
        );
        const report = writeReport({
          ...someFacts(),
          extensionVersion: secret,
          userAgent: secret,
          readProblem: word,
          settings: {
            ...defaultSettings,
            language: word,
            theme: word,
            backupOnOpen: word,
            keepComputerAwake: word,
            notifyWhenDone: word,
            paces: { [secret]: word },
            picturesLater: { [secret]: word },
          },
          overview: { services: [service], export: { phase: word }, storeProblem: word },
          runs: [
            aRun({
              id: secret,
              service: secret,
              state: { phase: word, code: word } as never,
              startedAt: secret,
            }),
          ],
          mailboxes: [
            {
              service: secret,
              counts: { ...aProgress().counts, mailsSaved: word },
              problems: [{ kind: word, code: word }],
            },
          ],
          journal: [{ at: word, who: secret, what: secret }],
        });
        expect(report).not.toContain(secret);
      }),
    );
  });

  it.each(Object.entries(kinds))('lets nothing personal through as %s', (_name, kind: Kind) => {
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom<unknown>(...Object.values(canaries), {}, [], null, undefined, NaN, Infinity, 1e300),
      fc.double(),
      fc.anything(),
    );
    fc.assert(
      fc.property(anything, (value) => {
        const printed = printValue(kind, value, now);
        expect(kind.may.test(printed) || printed === kind.otherwise).toBe(true);
        expect(traces.filter((trace) => printed.includes(trace))).toEqual([]);
      }),
    );
  });

  it('catches a leak that is planted in its table', () => {
    const facts = someFacts({ runs: [aRun({ id: canaries.subject, service: canaries.service })] });
    const leakOf = (lines: typeof reportLines) =>
      traces.filter((trace) => writeReport(facts, lines).includes(trace));
    const planted = (kind: Kind) => [
      ...reportLines,
      line<ReportFacts>`planted: ${field(kind)((of) => of.runs[0]?.id)}`,
    ];
    for (const kind of Object.values(kinds)) expect(leakOf(planted(kind))).toEqual([]);
    // A kind that repeats what it is given prints no more than it may.
    for (const kind of Object.values(kinds)) expect(leakOf(planted({ ...kind, print: String }))).toEqual([]);
    // Text that is of no kind stands in no line.
    const bare = { print: (of: ReportFacts) => of.runs[0]?.id ?? '' };
    expect(() => line<ReportFacts>`planted: ${bare as never}`).toThrow('Only a slot');
    // What is looked for would be seen.
    const open: Kind = { may: /./, otherwise: 'other', print: String };
    expect(leakOf(planted(open))).toEqual([canaries.subject, 'canary']);
  });
});
