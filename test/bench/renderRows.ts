import { type BrowserPage, openBrowserPage } from './browserPage.ts';
import { limitedLength, limitedRounds } from './budget.ts';
import { type Contender, compare, medianOf, type Pair, type Result, ratioOf, type Turns } from './measure.ts';
import type { BenchPage, Playback } from './page/page.ts';
import type { ReplyKind } from './page/replyText.ts';
import { aim, type Row, resultOf } from './row.ts';

declare const benchPage: BenchPage;

const hanlin = 'Hanlin';
const plain = 'plain text';
const frame = 'a word that changes';
const naive = 'markdown-it + highlight.js';
const incremental = [plain, hanlin, 'streaming-markdown'];
/** What they do for an update depends on how much is there, so a few updates at several lengths tell the rest. */
const sampled = ['streamdown', 'react-markdown', naive];
const usualLengths = [25_000, 50_000, 100_000, 200_000, 400_000];

/** Of one update, in characters; there is one per frame. */
const updateCharacters = 400;
/** Of one piece of the reply as it comes over the net. */
const chunkCharacters = 20;
const sampleUpdates = 3;
const twice: Turns = { runs: 2, warmUp: 0, collectGarbage: false };

function kindOf(name: string): Contender['kind'] {
  if (name === hanlin) return 'hanlin';
  return name === plain || name === frame ? 'limit' : 'peer';
}

/** The main thread's time for a reply of `length` characters from its first to its last update, in milliseconds. */
async function wholeCost(browser: BrowserPage, name: string, kind: ReplyKind, length: number, from = 0) {
  await open(browser, name, kind, from, length);
  return await browser.mainThreadTime(() => stream(browser, updateCharacters, length));
}

/**
 * What a reply costs against one of half its length: each long one is put in relation to the short ones right before
 * and after it, for the machine may be another one a minute later.
 */
async function growthCost(browser: BrowserPage, name: string, length: number, turns: number): Promise<Pair> {
  const cost = async (characters: number) => {
    await browser.collectGarbage();
    return await wholeCost(browser, name, 'mixed', characters);
  };
  const shorts = [await cost(length / 2)];
  const longs: number[] = [];
  const ratios: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const long = await cost(length);
    const after = await cost(length / 2);
    ratios.push((2 * long) / ((shorts.at(-1) ?? after) + after));
    shorts.push(after);
    longs.push(long);
  }
  return {
    minimum: Math.min(...longs) / Math.min(...shorts),
    median: medianOf(ratios.toSorted((a, b) => a - b)),
  };
}

/** The time of one update at a length, in milliseconds. */
async function updateCost(
  browser: BrowserPage,
  name: string,
  kind: ReplyKind,
  length: number,
  characters: number,
) {
  await open(browser, name, kind, length - sampleUpdates * characters, length);
  return (await browser.mainThreadTime(() => stream(browser, characters, length))) / sampleUpdates;
}

async function open(browser: BrowserPage, name: string, kind: ReplyKind, from: number, length: number) {
  await browser.page.evaluate(
    async (args) => await benchPage.open(args.name, args.kind, args.from, args.length),
    { name, kind, from, length },
  );
}

async function stream(browser: BrowserPage, step: number, end: number) {
  await browser.page.evaluate(async (args) => await benchPage.stream(args.step, args.end), { step, end });
}

/** Rows 5 and 6: a streamed reply, in several lengths. */
export async function rowsOfStreamedReply(): Promise<readonly Row[]> {
  const browser = await openBrowserPage('fast');
  const lengths = usualLengths.map(limitedLength);
  const [half = 0, longest = 0] = lengths.slice(-2);
  const byLength = new Map<number, readonly Result[]>();
  /** What one update cost at the length before this one, and at this one. */
  const updatesBefore = new Map<string, number>();
  const updatesNow = new Map<string, number>();
  await wholeCost(browser, hanlin, 'mixed', limitedLength(50_000));
  // All lengths take turns, so that what else the machine does hits them alike.
  const whole = await compare(
    lengths.flatMap((length) =>
      incremental.map((name) => ({
        name: `${name} ${length}`,
        kind: kindOf(name),
        run: () => wholeCost(browser, name, 'mixed', length),
      })),
    ),
    { ...twice, runs: 3 },
  );
  for (const [index, length] of lengths.entries()) {
    // What has come before is known from the shorter lengths; the costs in between are taken for linear.
    const samples = sampled.map((name) => ({
      name,
      kind: kindOf(name),
      async run() {
        const characters = name === naive ? chunkCharacters : updateCharacters;
        const now = await updateCost(browser, name, 'mixed', length, characters);
        const before = byLength.get(lengths[index - 1] ?? 0);
        const known = before ? resultOf(before, name).minimum : 0;
        const earlier = updatesBefore.get(name) ?? 0;
        const updates = (length - (lengths[index - 1] ?? 0)) / characters;
        updatesNow.set(name, Math.min(updatesNow.get(name) ?? now, now));
        return known + (updates * (earlier + now)) / 2;
      },
    }));
    const measured = incremental.map((name) => ({ ...resultOf(whole, `${name} ${length}`), name }));
    byLength.set(length, againstFirst([...measured, ...(await compare(samples, twice))]));
    for (const [name, cost] of updatesNow) updatesBefore.set(name, cost);
    updatesNow.clear();
  }
  const hanlinTurns = limitedRounds(15);
  const plainTurns = limitedRounds(3);
  const hanlinGrowth = await growthCost(browser, hanlin, longest, hanlinTurns);
  const plainGrowth = await growthCost(browser, plain, longest, plainTurns);
  await browser.close();

  const at = (length: number) => byLength.get(length) ?? [];
  const growth = (name: string) => ratioOf(resultOf(at(longest), name), resultOf(at(half), name));
  const exponents = [...incremental, ...sampled].map((name) => {
    const costs = lengths.map((length) => resultOf(at(length), name).minimum);
    return `${name} ${exponent(lengths, costs).toFixed(2)} (${growth(name).minimum.toFixed(1)})`;
  });
  const short = at(half);
  const perChunk = ratioOf(resultOf(short, hanlin), resultOf(short, naive));
  const chunks = updateCharacters / chunkCharacters;
  return [
    {
      number: 5,
      title: `Main-thread time of a streamed reply of ${kilobytes(longest)}: script, style, layout and paint, ${updateCharacters} characters a frame`,
      unit: 'ms',
      results: at(longest),
      aims: [
        aim(
          `Hanlin, ${kilobytes(longest)} against ${kilobytes(half)}, ${hanlinTurns} turns`,
          2.1,
          hanlinGrowth,
        ),
      ],
      notes: [
        `The same for plain text, ${plainTurns} turns: ${plainGrowth.minimum.toFixed(1)} / ${plainGrowth.median.toFixed(1)}.`,
        `Exponents of growth over ${lengths.map((length) => length / 1000).join(', ')} kB (and the last against the one before):`,
        ...exponents.map((each) => `  ${each}`),
        sampledNote,
      ],
    },
    {
      number: 6,
      title: `The same for ${kilobytes(half)}, ${naive} anew for each chunk of ${chunkCharacters} characters`,
      unit: 'ms',
      results: short,
      aims: [
        aim(`against ${naive}`, 1 / 200, perChunk),
        aim('against plain text', 3, resultOf(short, hanlin).ratio),
      ],
      notes: [
        `Against ${naive} anew only once a frame: 1/${(1 / (perChunk.minimum * chunks)).toFixed(0)}.`,
        sampledNote,
      ],
    },
  ];
}

const sampledNote = `Of ${sampled.join(', ')}, ${sampleUpdates} updates at each length are measured, and the others computed from them.`;

const kilobytes = (length: number) => `${length / 1000} kB`;

/** Results with their ratios to the first of them. */
function againstFirst(results: readonly Result[]): readonly Result[] {
  return results.map((result) => ({ ...result, ratio: ratioOf(result, results[0] ?? result) }));
}

/** The exponent of the power of the length that fits the costs best. */
function exponent(sizes: readonly number[], costs: readonly number[]): number {
  const xs = sizes.map(Math.log);
  const ys = costs.map(Math.log);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(xs), mean(ys)];
  const covariance = mean(xs.map((value, index) => (value - x) * ((ys[index] ?? y) - y)));
  return covariance / mean(xs.map((value) => (value - x) ** 2));
}

/** Row 7: the end of a long reply as it really comes. */
export async function rowOfRealTime(): Promise<Row> {
  const browser = await openBrowserPage('screen');
  const total = limitedLength(400_000);
  const chunks = limitedLength(600);
  const characters = chunks * chunkCharacters;
  const playbacks = new Map<string, Playback[]>();
  const contenders = [...incremental, ...sampled].map((name) => ({
    name,
    kind: kindOf(name),
    async run() {
      await open(browser, name, 'mixed', total - characters, total);
      let playback: Playback | undefined;
      const tasks = await browser.tasks(async () => {
        playback = await browser.page.evaluate(async (args) => await benchPage.play(args.step, 5, args.end), {
          step: chunkCharacters,
          end: total,
        });
      });
      if (playback) playbacks.set(name, [...(playbacks.get(name) ?? []), playback]);
      return tasks[0] ?? 0;
    },
  }));
  const results = await compare(contenders, twice);
  await browser.close();
  const dropped = (name: string): Pair => {
    const shares = (playbacks.get(name) ?? []).map((each) => (100 * each.dropped) / each.frames);
    const sorted = shares.toSorted((a, b) => a - b);
    return { minimum: sorted[0] ?? Number.NaN, median: sorted.at(-1) ?? Number.NaN };
  };
  return {
    number: 7,
    title: `Longest task in the last ${chunks / 200} s of a reply of ${kilobytes(total)}, 200 chunks a second in real time`,
    unit: 'ms',
    results,
    aims: [
      aim('Hanlin, longest task in ms', 16, resultOf(results, hanlin)),
      aim('Hanlin, frames dropped in %', 0, dropped(hanlin)),
    ],
    notes: [
      'Frames dropped (best and worst run):',
      ...[...incremental, ...sampled].map((name) => {
        const { minimum, median } = dropped(name);
        return `  ${name} ${minimum.toFixed(1)} % and ${median.toFixed(1)} %`;
      }),
    ],
  };
}

/** Row 8: a reply as fast as it comes, and what is done after its end. */
export async function rowOfBurst(): Promise<Row> {
  const browser = await openBrowserPage('screen');
  const length = limitedLength(200_000);
  const over = new Map<string, number>();
  const contenders = incremental.map((name) => ({
    name,
    kind: kindOf(name),
    async run() {
      await open(browser, name, 'mixed', 0, length);
      const tasks = await browser.tasks(async () => {
        await browser.page.evaluate(async (end) => {
          await benchPage.play(2000, 0, end);
          await benchPage.finish();
        }, length);
      });
      over.set(name, tasks.filter((task) => task > 16).length);
      return tasks[0] ?? 0;
    },
  }));
  const results = await compare(contenders, { runs: 3, warmUp: 1, collectGarbage: false });
  await browser.close();
  return {
    number: 8,
    title: `Longest task while ${kilobytes(length)} come as fast as they can, and until all is done, colours included`,
    unit: 'ms',
    results,
    aims: [aim('Hanlin, longest task in ms', 16, resultOf(results, hanlin))],
    notes: [
      `Tasks over 16 ms in the last run: ${incremental.map((name) => `${name} ${over.get(name)}`).join(', ')}.`,
    ],
  };
}

const openKinds: readonly ReplyKind[] = ['code', 'list', 'table', 'paragraph'];
const usualOpenLengths = [6_250, 12_500, 25_000, 50_000, 100_000];
const openUpdate = 200;

/** Row 9: one block without end. */
export async function rowOfOpenBlock(): Promise<Row> {
  const browser = await openBrowserPage('fast');
  const openLengths = usualOpenLengths.map(limitedLength);
  const longest = openLengths.at(-1) ?? 0;
  const quarter = longest / 4;
  const cost = async (name: string, kind: ReplyKind, length: number, from: number) => {
    await open(browser, name, kind, from, length);
    const time = await browser.mainThreadTime(() => stream(browser, openUpdate, length));
    return (time * openUpdate) / (length - from);
  };
  const contentCost = async (kind: ReplyKind) => {
    await open(browser, hanlin, kind, longest - quarter, longest);
    const time = await browser.contentTime(() => stream(browser, openUpdate, longest));
    return (time * openUpdate) / quarter;
  };
  const contenders = [frame, hanlin, 'streaming-markdown', ...sampled].flatMap((name) =>
    (name === frame ? openKinds.slice(0, 1) : openKinds).map((kind) => ({
      name: name === frame ? name : `${name}: ${kind}`,
      kind: name === plain ? 'peer' : kindOf(name),
      run: () =>
        cost(
          name,
          kind,
          longest,
          longest - (name === hanlin || name === frame ? quarter : sampleUpdates * openUpdate),
        ),
    })),
  );
  const results = await compare(contenders, twice);
  const exponents: string[] = [];
  const aims = [];
  for (const kind of openKinds) {
    const totals: number[] = [];
    for (const length of openLengths) totals.push((await cost(hanlin, kind, length, 0)) * length);
    const value = exponent(openLengths, totals);
    aims.push(aim(`Hanlin, ${kind}: exponent`, 1.3, { minimum: value, median: value }));
    const [content] = await compare([{ name: kind, kind: 'hanlin', run: () => contentCost(kind) }], {
      ...twice,
      runs: 5,
    });
    if (content) aims.push(aim(`Hanlin, ${kind}: ms per update, script, style and layout`, 2, content));
  }
  for (const name of ['streaming-markdown', ...sampled]) {
    const each: string[] = [];
    for (const kind of openKinds) {
      const short = await cost(name, kind, quarter, quarter - sampleUpdates * openUpdate);
      const long = resultOf(results, `${name}: ${kind}`).minimum;
      each.push(`${kind} ${(1 + Math.log(long / short) / Math.log(4)).toFixed(1)}`);
    }
    exponents.push(`  ${name}: ${each.join(', ')}`);
  }
  await browser.close();
  return {
    number: 9,
    title: `One update of ${openUpdate} characters at the end of one open block of ${kilobytes(longest)}`,
    unit: 'ms',
    results,
    aims,
    notes: [
      `Exponents of the others, from an update at ${quarter / 1000} and at ${kilobytes(longest)}:`,
      ...exponents,
    ],
  };
}
