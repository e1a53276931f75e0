const minuteMs = 60_000;
const hourMs = 3_600_000;

/**
 * Rounds a time left the way it is said, to minutes below an hour and to hours above, and keeps to what it said until it is
 * plainly wrong: half a step down, as time does by itself, or a whole step up. So no word on screen flickers.
 */
export function createSteadyTime(): (ms: number) => number {
  let told: number | undefined;
  return (ms) => {
    const step = ms < hourMs - minuteMs / 2 ? minuteMs : hourMs;
    const rounded = Math.round(ms / step) * step;
    if (told === undefined) return (told = rounded);
    const stepDown = told > hourMs ? hourMs : minuteMs;
    const stepUp = told >= hourMs ? hourMs : minuteMs;
    if (told - ms > stepDown / 2 || ms - told > stepUp) told = rounded;
    return told;
  };
}
