/** The hosts of match patterns, as people know them: `https://*.example.com/*` is `*.example.com`. Each once. */
export function hostNames(patterns: readonly string[]): string[] {
  return [...new Set(patterns.map((pattern) => pattern.replace(/^[^:]+:\/\//, '').replace(/\/.*$/, '')))];
}
