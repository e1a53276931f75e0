import { trimUnits } from './trim-units.ts';

/** The addresses of a `srcset`, in their order. Commas are part of an address but at its ends, as browsers read them. */
export function srcsetAddresses(value: string): string[] {
  return value
    .split(/\s+/)
    .map((token) => trimUnits(token.replace(/^,*(?:\d+(?:\.\d+)?[wxh](?:,+|$))?/, ''), ','))
    .filter((address) => address !== '');
}
