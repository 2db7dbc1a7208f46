import { type BrowserPage, openBrowserPage } from './browserPage.ts';
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
const lengths = [25_000, 50_000, 100_000, 200_000, 400_000];

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
 * What a reply of 400 kB costs against one of 200 kB: each long one is put in relation to the short ones right before
 * and after it, for the machine may be another one a minute later.
 */
async function growthCost(browser: BrowserPage, name: string, turns: number): Promise<Pair> {
  const cost = async (length: number) => {
    await browser.collectGarbage();
    return await wholeCost(browser, name, 'mixed', length);
  };
  const shorts = [await cost(200_000)];
  const longs: number[] = [];
  const ratios: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const long = await cost(400_000);
    const after = await cost(200_000);
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
  const byLength = new Map<number, readonly Result[]>();
  /** What one update cost at the length before this one, and at this one. */
  const updatesBefore = new Map<string, number>();
  const updatesNow = new Map<string, number>();
  await wholeCost(browser, hanlin, 'mixed', 50_000);
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
  const hanlinGrowth = await growthCost(browser, hanlin, 15);
  const plainGrowth = await growthCost(browser, plain, 3);
  await browser.close();

  const at = (length: number) => byLength.get(length) ?? [];
  const growth = (name: string) => ratioOf(resultOf(at(400_000), name), resultOf(at(200_000), name));
  const exponents = [...incremental, ...sampled].map((name) => {
    const costs = lengths.map((length) => resultOf(at(length), name).minimum);
    return `${name} ${exponent(lengths, costs).toFixed(2)} (${growth(name).minimum.toFixed(1)})`;
  });
  const short = at(200_000);
  const perChunk = ratioOf(resultOf(short, hanlin), resultOf(short, naive));
  const chunks = updateCharacters / chunkCharacters;
  return [
    {
      number: 5,
      title: `Main-thread time of a streamed reply of 400 kB: script, style, layout and paint, ${updateCharacters} characters a frame`,
      unit: 'ms',
      results: at(400_000),
      aims: [aim('Hanlin, 400 kB against 200 kB, 15 turns', 2.1, hanlinGrowth)],
      notes: [
        `The same for plain text, 3 turns: ${plainGrowth.minimum.toFixed(1)} / ${plainGrowth.median.toFixed(1)}.`,
        `Exponents of growth over ${lengths.map((length) => length / 1000).join(', ')} kB (and 400 against 200 kB):`,
        ...exponents.map((each) => `  ${each}`),
        sampledNote,
      ],
    },
    {
      number: 6,
      title: `The same for 200 kB, ${naive} anew for each chunk of ${chunkCharacters} characters`,
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
  const total = 400_000;
  const characters = 600 * chunkCharacters;
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
    title: 'Longest task in the last 3 s of a 400 kB reply, 200 chunks a second in real time',
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
  const over = new Map<string, number>();
  const contenders = incremental.map((name) => ({
    name,
    kind: kindOf(name),
    async run() {
      await open(browser, name, 'mixed', 0, 200_000);
      const tasks = await browser.tasks(async () => {
        await browser.page.evaluate(async () => {
          await benchPage.play(2000, 0, 200_000);
          await benchPage.finish();
        });
      });
      over.set(name, tasks.filter((task) => task > 16).length);
      return tasks[0] ?? 0;
    },
  }));
  const results = await compare(contenders, { runs: 3, warmUp: 1, collectGarbage: false });
  await browser.close();
  return {
    number: 8,
    title: 'Longest task while 200 kB come as fast as they can, and until all is done, colours included',
    unit: 'ms',
    results,
    aims: [aim('Hanlin, longest task in ms', 16, resultOf(results, hanlin))],
    notes: [
      `Tasks over 16 ms in the last run: ${incremental.map((name) => `${name} ${over.get(name)}`).join(', ')}.`,
    ],
  };
}

const openKinds: readonly ReplyKind[] = ['code', 'list', 'table', 'paragraph'];
const openLengths = [6_250, 12_500, 25_000, 50_000, 100_000];
const openUpdate = 200;

/** Row 9: one block without end. */
export async function rowOfOpenBlock(): Promise<Row> {
  const browser = await openBrowserPage('fast');
  const cost = async (name: string, kind: ReplyKind, length: number, from: number) => {
    await open(browser, name, kind, from, length);
    const time = await browser.mainThreadTime(() => stream(browser, openUpdate, length));
    return (time * openUpdate) / (length - from);
  };
  const contentCost = async (kind: ReplyKind) => {
    await open(browser, hanlin, kind, 75_000, 100_000);
    const time = await browser.contentTime(() => stream(browser, openUpdate, 100_000));
    return (time * openUpdate) / 25_000;
  };
  const contenders = [frame, hanlin, 'streaming-markdown', ...sampled].flatMap((name) =>
    (name === frame ? openKinds.slice(0, 1) : openKinds).map((kind) => ({
      name: name === frame ? name : `${name}: ${kind}`,
      kind: name === plain ? 'peer' : kindOf(name),
      run: () =>
        cost(
          name,
          kind,
          100_000,
          name === hanlin || name === frame ? 75_000 : 100_000 - sampleUpdates * openUpdate,
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
      const short = await cost(name, kind, 25_000, 25_000 - sampleUpdates * openUpdate);
      const long = resultOf(results, `${name}: ${kind}`).minimum;
      each.push(`${kind} ${(1 + Math.log(long / short) / Math.log(4)).toFixed(1)}`);
    }
    exponents.push(`  ${name}: ${each.join(', ')}`);
  }
  await browser.close();
  return {
    number: 9,
    title: `One update of ${openUpdate} characters at the end of one open block of 100 kB`,
    unit: 'ms',
    results,
    aims,
    notes: ['Exponents of the others, from an update at 25 and at 100 kB:', ...exponents],
  };
}
