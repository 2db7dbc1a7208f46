/** The last moment that a date can be, in milliseconds since 1970 UTC: dates of later ones throw when they are shown. */
export const lastMoment = 8.64e15;
