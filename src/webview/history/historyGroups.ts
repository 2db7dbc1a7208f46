import type { HistoryRow } from '../../shared/protocol.ts';
import type { ViewStrings } from '../../shared/strings.ts';
import { midnight, type TimeText } from './timeText.ts';

export interface HistoryGroup {
  /** The same from one list to the next. */
  readonly key: string;
  /** Undefined where nothing need be said above the rows. */
  readonly label: string | undefined;
  /** Whether the label says the day of the rows. */
  readonly isDay: boolean;
  readonly rows: readonly HistoryRow[];
}

export interface Grouping {
  /** In milliseconds since 1970 UTC. */
  readonly now: number;
  /** By the folder they belong to instead of by their age. */
  readonly byWorkspace: boolean;
  /** Whether the rows were searched for: then the order they come in says how well they match. */
  readonly searched: boolean;
  readonly texts: ViewStrings;
  readonly timeText: TimeText;
}

/** Puts rows, which come newest first, under their headings. Within a group their order stays. */
export function groupRows(rows: readonly HistoryRow[], grouping: Grouping): readonly HistoryGroup[] {
  const { byWorkspace, searched } = grouping;
  const headingOf = byWorkspace ? byFolder(grouping) : searched ? noHeading : byAge(grouping);
  const groups = new Map<string, HistoryGroup & { rows: HistoryRow[] }>();
  const pinned: HistoryRow[] = [];
  for (const row of rows) {
    if (row.pinned && !searched) {
      pinned.push(row);
      continue;
    }
    const { key, isDay, label } = headingOf(row);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { key, isDay, label: label?.(), rows: [row] });
  }
  const unpinned = [...groups.values()];
  if (byWorkspace) unpinned.sort((a, b) => Number(isHere(b)) - Number(isHere(a)));
  if (pinned.length === 0) return unpinned;
  const label = grouping.texts.historyPinned;
  return [{ key: 'pinned', label, isDay: false, rows: pinned }, ...unpinned];
}

interface Heading {
  readonly key: string;
  readonly isDay: boolean;
  /** Writes the label: of thousands of rows only the first of a group needs it. */
  readonly label?: () => string;
}

type HeadingOf = (row: HistoryRow) => Heading;

function noHeading(): Heading {
  return { key: 'found', isDay: false };
}

function byFolder({ texts }: Grouping): HeadingOf {
  return ({ workspace, here }) => ({
    // Two folders may have the same name.
    key: `workspace:${here ? 'here' : ''}:${workspace}`,
    isDay: false,
    label: () => (workspace === '' ? texts.historyNoFolder : workspace),
  });
}

function byAge({ now, texts, timeText }: Grouping): HeadingOf {
  const recent = [
    { since: midnight(now, 0), heading: { key: 'today', isDay: true, label: () => texts.historyToday } },
    {
      since: midnight(now, 1),
      heading: { key: 'yesterday', isDay: true, label: () => texts.historyYesterday },
    },
    {
      since: midnight(now, 7),
      heading: { key: 'past-week', isDay: false, label: () => texts.historyPastWeek },
    },
    {
      since: midnight(now, 30),
      heading: { key: 'past-month', isDay: false, label: () => texts.historyPastMonth },
    },
  ];
  return ({ updatedAt }) => {
    const found = recent.find(({ since }) => updatedAt >= since);
    if (found) return found.heading;
    const date = new Date(updatedAt);
    const key = `month:${date.getFullYear()}-${date.getMonth() + 1}`;
    return { key, isDay: false, label: () => timeText.month(updatedAt) };
  };
}

function isHere(group: HistoryGroup): boolean {
  return group.rows[0]?.here === true;
}
