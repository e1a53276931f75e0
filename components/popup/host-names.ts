/** The hosts of match patterns, without scheme and path: `https://*.example.com/*` is `*.example.com`. Each once. */
export function hostNames(patterns: readonly string[]): string[] {
  return [...new Set(patterns.map((pattern) => pattern.replace(/^[^:]+:\/\//, '').replace(/\/.*$/, '')))];
}
