/** Writes moments (milliseconds since 1970 UTC) in the user's language and time zone. */
export interface TimeText {
  /**
   * In little room: `14:32` for today, the weekday for a week, the date before that.
   *
   * @param underDay whether the day is said above it, so that the time of yesterday says enough.
   */
  short(moment: number, now: number, underDay: boolean): string;
  /** With everything, for a tooltip. */
  long(moment: number): string;
  /** The month with its year. */
  month(moment: number): string;
}

/** @param language a BCP 47 tag; empty means the browser's. */
export function createTimeText(language: string): TimeText {
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language === '' ? undefined : language, options);
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const weekday = format({ weekday: 'short' });
  const date = format({ month: 'short', day: 'numeric' });
  const dateAndYear = format({ year: 'numeric', month: 'short', day: 'numeric' });
  const month = format({ year: 'numeric', month: 'long' });
  const long = format({ dateStyle: 'full', timeStyle: 'short' });
  return {
    short(moment, now, underDay) {
      if (moment >= midnight(now, underDay ? 1 : 0)) return time.format(moment);
      if (moment >= midnight(now, 6)) return weekday.format(moment);
      const isThisYear = new Date(moment).getFullYear() === new Date(now).getFullYear();
      return (isThisYear ? date : dateAndYear).format(moment);
    },
    long: (moment) => long.format(moment),
    month: (moment) => month.format(moment),
  };
}

/** The beginning of the day that was so many days before a moment. Days on which clocks change are not 24 hours long. */
export function midnight(moment: number, daysBefore: number): number {
  const date = new Date(moment);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysBefore).getTime();
}
