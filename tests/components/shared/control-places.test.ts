import { describe, expect, it } from 'vitest';
import {
  createControlPlaces,
  settleMs,
  type ShownControl,
} from '../../../components/shared/control-places.ts';

/** Buttons of 80 × 36 pixels, 100 apart; `top` is the position of the row. */
const row = (ids: string[], top = 0): ShownControl[] =>
  ids.map((id, place) => ({
    id,
    box: { left: 100 * place, right: 100 * place + 80, top, bottom: top + 36 },
  }));

const later = settleMs - 1;

describe('a control that takes the place of another', () => {
  it('does nothing for a second', () => {
    const places = createControlPlaces();
    places.see(row(['back up']), 0);
    places.see(row(['pause', 'cancel']), 5000);
    expect(places.isHeld('pause', 5000)).toBe(true);
    expect(places.isHeld('pause', 5000 + later)).toBe(true);
    expect(places.isHeld('pause', 5000 + settleMs)).toBe(false);
    expect(places.heldUntil(5000)).toBe(5000 + settleMs);
    expect(places.heldUntil(5000 + settleMs)).toBeUndefined();
  });

  it('acts at once where no control was, and where it was itself', () => {
    const places = createControlPlaces();
    places.see(row(['back up']), 0);
    places.see(row(['pause', 'cancel']), 5000);
    expect(places.isHeld('cancel', 5000)).toBe(false);
    places.see(row(['pause', 'cancel']), 5000 + later);
    expect(places.isHeld('pause', 5000 + settleMs)).toBe(false);
  });

  it('acts at once on a page that has just been drawn', () => {
    const places = createControlPlaces();
    places.see(row(['back up', 'check']), 100);
    expect(places.heldUntil(100)).toBeUndefined();
  });

  it('is held where the place was empty for a moment in between', () => {
    const places = createControlPlaces();
    places.see(row(['back up']), 0);
    places.see([], 5000);
    places.see(row(['cancel']), 5000 + later);
    expect(places.isHeld('cancel', 5000 + later)).toBe(true);
    places.see([], 10_000);
    places.see(row(['back up']), 10_000 + settleMs);
    expect(places.isHeld('back up', 10_000 + settleMs)).toBe(false);
  });

  it('is held when it was elsewhere before', () => {
    const places = createControlPlaces();
    places.see([...row(['pause']), ...row(['cancel of the second'], 80)], 0);
    places.see(row(['cancel of the second']), 5000);
    expect(places.isHeld('cancel of the second', 5000)).toBe(true);
    places.see([...row(['check', 'fetch'], 200)], 10_000);
    places.see([...row(['fetch', 'check'], 200)], 20_000);
    expect(places.isHeld('check', 20_000)).toBe(true);
  });

  it('is not held after moving to an empty place, or only a little', () => {
    const places = createControlPlaces();
    places.see([...row(['pause', 'cancel']), ...row(['open viewer'], 80)], 0);
    places.see([...row(['pause', 'cancel'], 2), ...row(['open viewer'], 160)], 5000);
    expect(places.heldUntil(5000)).toBeUndefined();
  });

  it('is held over whatever the page shows when it is afloat', () => {
    const places = createControlPlaces();
    places.see([], 0);
    const undo = row(['undo the star'], 500).map((each) => ({ ...each, isAfloat: true }));
    places.see(undo, 5000);
    expect(places.isHeld('undo the star', 5000)).toBe(true);
    places.see(undo, 5000 + later);
    expect(places.isHeld('undo the star', 5000 + settleMs)).toBe(false);
  });

  it('is not held by the user’s own scrolling', () => {
    const places = createControlPlaces();
    places.see([...row(['rename'], 100), ...row(['delete'], 200)], 0);
    places.follow([...row(['rename'], 0), ...row(['delete'], 100)]);
    places.see([...row(['rename'], 0), ...row(['delete'], 100)], 5000);
    expect(places.heldUntil(5000)).toBeUndefined();
  });
});
