/** A generator of numbers in [0, 1) that is the same for the same seed. */
export type Random = () => number;

/** A 32-bit unsigned hash of the parts (FNV-1a with a final mix); equal parts have an equal hash. */
export function hash32(...parts: (string | number)[]): number {
  let hash = 0x811c9dc5;
  const text = parts.join('\u0000');
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** The mulberry32 generator, seeded by the hash of the parts. */
export function randomFrom(...parts: (string | number)[]): Random {
  let state = hash32(...parts);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** A random whole number from 0 to `below` - 1. */
export function pickIndex(random: Random, below: number): number {
  return Math.floor(random() * below);
}

/** A random item; the list must not be empty. */
export function pick<T>(random: Random, items: readonly T[]): T {
  return items[pickIndex(random, items.length)] as T;
}

/** Random lower-case hex digits. */
export function hexDigits(random: Random, length: number): string {
  let text = '';
  while (text.length < length) {
    text += Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  }
  return text.slice(0, length);
}

/** Random lower-case letters and digits, as in the service's user ids and tokens. */
export function lettersAndDigits(random: Random, length: number): string {
  const signs = 'abcdefghijklmnopqrstuvwxyz0123456789';
  let text = '';
  while (text.length < length) text += signs[pickIndex(random, signs.length)];
  return text;
}
