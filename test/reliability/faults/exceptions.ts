import { type ApiUnderTest, type Exchange, nameOf, type Outcome } from './apis.ts';
import type { FaultRow } from './rows.ts';
import type { Way } from './trial.ts';

/** Where an API has good reasons to take a fault in another way than the table says. */
interface Exception {
  readonly because: string;
  readonly api?: RegExp;
  readonly exchange?: RegExp;
  readonly fault: RegExp;
  readonly way?: Way;
  readonly outcome: (usual: Outcome) => Outcome;
}

/** From what an outcome is by default; `...usual` keeps the rest. */
const exceptions: readonly Exception[] = [
  {
    because: 'the last piece comes along with what says that it is the last: the reply is whole',
    api: /^spark/,
    fault: /^(?:cut|reset|silence|end), last text$/,
    outcome: ({ text = '' }) => ({ end: 'done', text }),
  },
  {
    because: 'whether the question was taken is not known, and a second one would be paid for as well',
    exchange: /^submission$/,
    fault: /./,
    outcome: (usual) => (usual.end === 'rate-limit' ? usual : { ...usual, retried: false }),
  },
  {
    because: 'a look that failed is made again by itself, until the patience with the vendor ends',
    exchange: /^look$/,
    fault: /./,
    outcome: (usual) =>
      usual.retried || (usual.end === 'rate-limit' && usual.text === undefined) ? { end: 'timeout' } : usual,
  },
  {
    because: 'a wrong address is answered with anything: only what says that it is a stream is taken for one',
    api: /beebot/,
    exchange: /^chat$/,
    fault: /^labelled text\/plain$/,
    outcome: () => ({ end: 'protocol' }),
  },
  {
    because:
      'code is completed at one of the vendor’s addresses only, and elsewhere it says that there is no such thing',
    api: /dashscope/,
    exchange: /^completion$/,
    fault: /^a page, 404$/,
    outcome: () => ({ end: 'invalid-request' }),
  },
];

/** What a fault is to come to: the row's outcome, unless the API is known to differ. */
export function expected(api: ApiUnderTest, { name }: Exchange, row: FaultRow, way: Way): Outcome {
  const found = exceptions.find(
    (each) =>
      (each.api?.test(nameOf(api)) ?? true) &&
      (each.exchange?.test(name) ?? true) &&
      (each.way ?? way) === way &&
      each.fault.test(row.name),
  );
  return found?.outcome(row.outcome) ?? row.outcome;
}
