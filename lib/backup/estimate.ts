import type { Traffic } from './traffic.ts';
import { stages, type Counts, type Progress } from './reached.ts';
import { createSteadyTime } from './steady-time.ts';

/** What the stages know and the store does not. */
export interface ProgressNews {
  /** The mails there will be, once known. */
  total: number | undefined;
  isFinishing: boolean;
  /** Files are left for later and do not count. */
  isTextOnly?: boolean;
}

/** How long the past counts: for the speeds on screen, for the speed of the work, for the time left on screen. */
const memoryMs = { speed: 3_000, work: 30_000, left: 8_000 };
/** A long time left bends slower, by this part of itself: a few in a hundred of an hour are minutes. */
const leftPart = 1 / 20;
/** A longer silence was not work: the computer slept, or the timers of a page did. */
const longestTickMs = 15_000;
/** When nothing was finished for so long, the time left is unknown. */
const longestQuietMs = 15_000;
/** When nothing has come for so long, the progress names what is waited for. */
const longestSilenceMs = 3_000;
/** The least work before an estimate is shown. */
const leastWork = { elapsedMs: 3_000, items: 30, files: 20 };

/** Turns counts and traffic into speeds, share and time left; each call is one moment, in order. */
export function createEstimate(startedAt: number, startTraffic: Traffic) {
  let last = { at: startedAt, traffic: startTraffic };
  let lastDone: { mails: number; files: number } | undefined;
  let worked = { ms: 0, items: 0 };
  let quietMs = 0;
  let silentSince = startedAt;
  let stage: Progress['stage'] = 'listing';
  let share: number | undefined;
  let msLeft: number | undefined;
  const steady = createSteadyTime();
  const speeds = { requests: createRate(memoryMs.speed), bytes: createRate(memoryMs.speed) };
  const underWay = createRate(memoryMs.speed);
  const work = { mails: createRate(memoryMs.work), files: createRate(memoryMs.work) };

  /** Milliseconds for what is left at the speeds of the last while; undefined: not known. */
  function measureLeft(left: { mails: number; files: number }, isShared: boolean): number | undefined {
    const speed = { mails: work.mails.read(), files: work.files.read() };
    if (left.mails > 0 && speed.mails === 0) return undefined;
    const mailsMs = left.mails > 0 ? left.mails / speed.mails : 0;
    // Where mails and files share a host, the files get the whole pace once the mails are in. Before the first file is
    // saved, one is thought to take as long as a mail.
    const afterwards = isShared || speed.files === 0 ? speed.files + speed.mails : speed.files;
    const filesLeft = Math.max(0, left.files - speed.files * mailsMs);
    if (filesLeft > 0 && afterwards === 0) return undefined;
    return mailsMs + (filesLeft > 0 ? filesLeft / afterwards : 0);
  }

  return (now: number, counts: Counts, traffic: Traffic, news: ProgressNews): Progress => {
    const passed = Math.max(0, now - last.at);
    const elapsed = passed > longestTickMs ? 0 : passed;
    const done = {
      mails: counts.mailsSaved + counts.mailsFailed,
      files: counts.assetsSaved + counts.assetsFailed,
    };
    const before = lastDone ?? done;
    const more = { mails: done.mails - before.mails, files: done.files - before.files };
    const isAwake = traffic.restingUntil === undefined && elapsed > 0;
    if (more.mails + more.files > 0) quietMs = 0;
    else if (isAwake) quietMs += elapsed;
    const isQuiet = quietMs > longestQuietMs;
    const isWorking = isAwake && !isQuiet;
    const hasCome = more.mails + more.files > 0 || traffic.sizeBytes > last.traffic.sizeBytes;
    if (hasCome || passed > longestTickMs) silentSince = now;
    const isSilent = now - silentSince >= longestSilenceMs;
    if (elapsed > 0) {
      speeds.requests.add(traffic.requests - last.traffic.requests, elapsed);
      speeds.bytes.add(traffic.sizeBytes - last.traffic.sizeBytes, elapsed);
      underWay.add((traffic.pace?.underWay ?? 0) * elapsed, elapsed);
    }
    last = { at: now, traffic };
    if (isWorking) {
      work.mails.add(more.mails, elapsed);
      work.files.add(more.files, elapsed);
      worked = { ms: worked.ms + elapsed, items: worked.items + Math.max(0, more.mails + more.files) };
    }
    lastDone = done;

    const mailsListed = Math.max(counts.mailsListed, news.total ?? 0);
    const mailsLeft = Math.max(0, mailsListed - done.mails);
    const filesSeen = counts.assetsWanted + done.files;
    const filesPerMail = counts.mailsSaved > 0 ? filesSeen / counts.mailsSaved : 1;
    const filesLeft = news.isTextOnly ? 0 : mailsLeft * filesPerMail + counts.assetsWanted;
    const left = { mails: mailsLeft, files: filesLeft };
    const itemsLeft = left.mails + left.files;
    const isKnown = news.total !== undefined;

    if (itemsLeft === 0 || news.isFinishing) msLeft = undefined;
    else if (isWorking && isKnown && worked.ms >= leastWork.elapsedMs && worked.items >= leastWork.items) {
      const measured = measureLeft(left, traffic.isShared === true);
      // The expected time runs down like a clock and bends towards what is measured now.
      const expected = msLeft === undefined ? measured : Math.max(0, msLeft - elapsed);
      const weight = 1 - Math.exp(-elapsed / Math.max(memoryMs.left, leftPart * (expected ?? 0)));
      msLeft =
        expected === undefined || measured === undefined
          ? expected
          : expected + weight * (measured - expected);
    }
    if (isKnown) {
      const itemsDone = done.mails + done.files;
      const reached = news.isFinishing || itemsLeft === 0 ? 1 : itemsDone / (itemsDone + itemsLeft);
      share = Math.max(share ?? 0, reached);
    }
    stage = laterStage(
      stage,
      news.isFinishing
        ? 'finishing'
        : !isKnown
          ? 'listing'
          : mailsLeft > 0 || news.isTextOnly
            ? 'mails'
            : 'pictures',
    );
    const sizeExpectedBytes =
      isKnown && !news.isTextOnly && counts.assetsSaved >= leastWork.files
        ? counts.sizeBytes * (1 + left.files / counts.assetsSaved)
        : undefined;

    return {
      stage,
      counts: { ...counts, mailsListed },
      isTotalKnown: isKnown,
      requestsPerSecond: 1000 * speeds.requests.read(),
      bytesPerSecond: 1000 * speeds.bytes.read(),
      ...(share === undefined ? {} : { share }),
      ...(traffic.pace ? { pace: { ...traffic.pace, underWay: Math.round(underWay.read()) } } : {}),
      ...(msLeft === undefined || isQuiet ? {} : { msLeft: steady(msLeft) }),
      ...(sizeExpectedBytes === undefined ? {} : { sizeExpectedBytes: Math.round(sizeExpectedBytes) }),
      ...(isSilent && traffic.waitsFor !== undefined ? { waitsFor: traffic.waitsFor } : {}),
      ...(traffic.restingUntil === undefined
        ? {}
        : { restingUntil: new Date(traffic.restingUntil).toISOString() }),
    };
  };
}

/** A stage once reached is not left again, although a late mail may still come in. */
function laterStage(reached: Progress['stage'], now: Progress['stage']): Progress['stage'] {
  return stages.indexOf(now) > stages.indexOf(reached) ? now : reached;
}

/** How much came in a millisecond, where the past counts less and less. Never negative; 0 before the first moment. */
function createRate(memory: number) {
  let amount = 0;
  let ms = 0;
  return {
    add(more: number, elapsed: number) {
      const kept = Math.exp(-elapsed / memory);
      amount = amount * kept + Math.max(0, more);
      ms = ms * kept + elapsed;
    },
    read: () => (ms > 0 ? amount / ms : 0),
  };
}
