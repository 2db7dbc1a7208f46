/** Goes through the earlier questions of a conversation, as a shell does. */
export interface QuestionRecall {
  /**
   * The text that takes the place of `current`: the question before the recalled one, or the last one from an empty
   * box. Undefined where `current` is neither empty nor as it was recalled, or there is no earlier question.
   */
  earlier(questions: readonly string[], current: string): string | undefined;
  /** The question after the recalled one; after the last one the empty text. Undefined where nothing is recalled. */
  later(questions: readonly string[], current: string): string | undefined;
  /** Forgets what is recalled. */
  reset(): void;
}

export function createQuestionRecall(): QuestionRecall {
  let recalled: { readonly index: number; readonly text: string } | undefined;

  function isRecalled(questions: readonly string[], current: string): boolean {
    return recalled?.text === current && questions[recalled.index] === current;
  }

  function step(questions: readonly string[], from: number, by: -1 | 1, current: string): string | undefined {
    let index = from + by;
    // The same question asked twice is one.
    while (questions[index] === current) index += by;
    const text = questions[index];
    if (text === undefined) return undefined;
    recalled = { index, text };
    return text;
  }

  return {
    earlier(questions, current) {
      if (recalled && isRecalled(questions, current)) return step(questions, recalled.index, -1, current);
      return current === '' ? step(questions, questions.length, -1, current) : undefined;
    },
    later(questions, current) {
      if (!recalled || !isRecalled(questions, current)) return undefined;
      const text = step(questions, recalled.index, 1, current);
      if (text === undefined) recalled = undefined;
      return text ?? '';
    },
    reset() {
      recalled = undefined;
    },
  };
}
