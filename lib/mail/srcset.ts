import { trimUnits } from './trim-units.ts';

/** The addresses of a `srcset`, in order. As in browsers, commas belong to an address except at its ends. */
export function srcsetAddresses(value: string): string[] {
  return value
    .split(/\s+/)
    .map((token) => trimUnits(token.replace(/^,*(?:\d+(?:\.\d+)?[wxh](?:,+|$))?/, ''), ','))
    .filter((address) => address !== '');
}
