import fc from 'fast-check';

/**
 * The same texts, with counterexamples that become short: when nothing simpler can be generated, pieces are cut out of
 * the text itself, large ones first.
 */
export function shrinkingText(arbitrary: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return new ShrinkingText(arbitrary);
}

class ShrinkingText extends fc.Arbitrary<string> {
  readonly #inner: fc.Arbitrary<string>;

  constructor(inner: fc.Arbitrary<string>) {
    super();
    this.#inner = inner;
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<string> {
    return wrapped(this.#inner.generate(random, bias));
  }

  override canShrinkWithoutContext(value: unknown): value is string {
    return typeof value === 'string';
  }

  override shrink(text: string, context?: unknown): fc.Stream<fc.Value<string>> {
    const simpler =
      context instanceof Generated
        ? this.#inner.shrink(context.value.value, context.value.context).map(wrapped)
        : fc.stream<fc.Value<string>>([][Symbol.iterator]());
    return simpler.join(fc.stream(withoutPieces(text)).map((shorter) => new fc.Value(shorter, undefined)));
  }
}

/** How a text came to be, as long as nothing was cut out of it. */
class Generated {
  readonly value: fc.Value<string>;

  constructor(value: fc.Value<string>) {
    this.value = value;
  }
}

function wrapped(value: fc.Value<string>): fc.Value<string> {
  return new fc.Value(value.value, new Generated(value));
}

function* withoutPieces(text: string): Generator<string> {
  for (let size = Math.ceil(text.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < text.length; at += size) yield text.slice(0, at) + text.slice(at + size);
  }
}
