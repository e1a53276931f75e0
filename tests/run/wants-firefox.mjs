// @ts-check

/**
 * Whether the demo's command line names Firefox, read before its own reader can run.
 * @param {string[]} args
 */
export function wantsFirefox(args) {
  return /(^| )--browser[= ]firefox( |$)/.test(args.join(' '));
}
