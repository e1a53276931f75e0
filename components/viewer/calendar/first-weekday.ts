/** On which weekday the browser's country begins the week: 0 for Sunday to 6. Sunday where nobody tells. */
export function findFirstWeekday(language: string): number {
  // Not in every browser yet, nor in the types: https://tc39.es/proposal-intl-locale-info/
  const locale = new Intl.Locale(language) as Intl.Locale & { getWeekInfo?(): { firstDay: number } };
  return (locale.getWeekInfo?.().firstDay ?? 7) % 7;
}
