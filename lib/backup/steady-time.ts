const minuteMs = 60_000;
const hourMs = 3_600_000;

/**
 * Rounds a time left to minutes below an hour and to hours above, and returns the same until it is plainly wrong: half a
 * step down, as time does by itself, or a whole step up. So the words on screen do not flicker.
 */
export function createSteadyTime(): (ms: number) => number {
  let shown: number | undefined;
  return (ms) => {
    const step = ms < hourMs - minuteMs / 2 ? minuteMs : hourMs;
    const rounded = Math.round(ms / step) * step;
    if (shown === undefined) return (shown = rounded);
    const stepDown = shown > hourMs ? hourMs : minuteMs;
    const stepUp = shown >= hourMs ? hourMs : minuteMs;
    if (shown - ms > stepDown / 2 || ms - shown > stepUp) shown = rounded;
    return shown;
  };
}
