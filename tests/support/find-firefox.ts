import { findFirefox as findProgram } from '../run/find-firefox.mjs';

/** The Firefox to test with; undefined when there is none. */
export function findFirefox(): string | undefined {
  return findProgram().path;
}
