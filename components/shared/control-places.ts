/** Where an element is on screen, in CSS pixels of the window. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A control as it is on screen now. */
export interface ShownControl {
  /** Identifies what the control does: another id is another action. */
  id: string;
  box: Box;
  /** Whether it lies over the rest of the page, and therefore always covers something that was there before. */
  isAfloat?: boolean;
}

/** How long a control that takes the place of another one does nothing, in milliseconds. */
export const settleMs = 1000;

/** Remembers which control was where. All times come from one clock, in milliseconds. */
export interface ControlPlaces {
  /** Records the controls on screen now. The first controls came to an empty page and act at once. */
  see(shown: readonly ShownControl[], now: number): void;
  /** Records where the known controls are after the user scrolled or resized the page, which changes no action. */
  follow(shown: readonly ShownControl[]): void;
  /** Whether the control took the place of another one less than a second ago. */
  isHeld(id: string, now: number): boolean;
  /** When the last held control acts again; undefined when none is held. */
  heldUntil(now: number): number | undefined;
}

interface Known {
  box: Box;
  isAfloat: boolean;
  heldUntil: number;
}

/** Boxes that overlap by less only touch. */
const leastOverlap = 4;

const overlaps = (a: Box, b: Box): boolean =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) >= leastOverlap &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) >= leastOverlap;

const isAt = (a: Box, b: Box): boolean =>
  Math.abs(a.left - b.left) < leastOverlap && Math.abs(a.top - b.top) < leastOverlap;

/** Creates a `ControlPlaces` that has seen no control. */
export function createControlPlaces(): ControlPlaces {
  let known: Map<string, Known> | undefined;
  /** Controls that left their place, and when. */
  let left: { id: string; box: Box; at: number }[] = [];

  return {
    see(shown, now) {
      const before = known ?? new Map<string, Known>();
      const isFirst = known === undefined;
      left = left.filter(({ at }) => now - at < settleMs);
      const after = new Map(shown.map((each) => [each.id, each]));
      for (const [id, { box }] of before) {
        const next = after.get(id);
        if (!next || !isAt(next.box, box)) left.push({ id, box, at: now });
      }
      known = new Map();
      for (const { id, box, isAfloat = false } of shown) {
        const own = before.get(id);
        const hasCome = !own || !isAt(own.box, box);
        const wasTaken =
          left.some((other) => other.id !== id && overlaps(other.box, box)) ||
          [...before].some(([otherId, other]) => otherId !== id && overlaps(other.box, box)) ||
          (isAfloat && !own);
        const heldUntil = !isFirst && hasCome && wasTaken ? now + settleMs : (own?.heldUntil ?? now);
        known.set(id, { box, isAfloat, heldUntil });
      }
    },
    follow(shown) {
      left = [];
      for (const { id, box } of shown) {
        const own = known?.get(id);
        if (own) own.box = box;
      }
    },
    isHeld: (id, now) => (known?.get(id)?.heldUntil ?? now) > now,
    heldUntil(now) {
      const last = Math.max(now, ...[...(known?.values() ?? [])].map(({ heldUntil }) => heldUntil));
      return last > now ? last : undefined;
    },
  };
}
