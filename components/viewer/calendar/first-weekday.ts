/**
 * The weekday on which the week begins in the browser's country, 0 (Sunday) to 6; Sunday where the browser does not
 * say.
 */
export function findFirstWeekday(language: string): number {
  // Not in every browser yet, nor in the types: https://tc39.es/proposal-intl-locale-info/
  const locale = new Intl.Locale(language) as Intl.Locale & { getWeekInfo?(): { firstDay: number } };
  return (locale.getWeekInfo?.().firstDay ?? 7) % 7;
}
