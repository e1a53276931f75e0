import type { Language } from './translate.ts';

/** The format of a moment; by default in the device's zone and without the time. */
interface FullDateOptions {
  timeZone?: string;
  hasTime?: boolean;
}

/**
 * Creates a function that writes days with their weekday: `Sunday, April 25, 2021`, and in Japanese `2021年4月25日(日)`.
 * The full style of Japanese writes 日曜日, and Firefox does the same for a short weekday beside a month, so the parts are
 * joined here.
 */
export function createFullDate(
  language: Language,
  { timeZone, hasTime = false }: FullDateOptions = {},
): (moment: number | Date) => string {
  const made = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, ...(timeZone === undefined ? {} : { timeZone }) });
  if (language !== 'ja') {
    const format = made({ dateStyle: 'full', ...(hasTime ? { timeStyle: 'short' } : {}) });
    return (moment) => format.format(moment);
  }
  const [date, weekday, time] = [
    made({ dateStyle: 'long' }),
    made({ weekday: 'short' }),
    made({ timeStyle: 'short' }),
  ];
  return (moment) =>
    `${date.format(moment)}(${weekday.format(moment)})${hasTime ? ` ${time.format(moment)}` : ''}`;
}
