/** How a family of models was taught to fill in the middle of a text. */
export interface FillInTheMiddle {
  /** Everything that the model is to read. Marks inside the text itself are taken out: they would move the place. */
  prompt(prefix: string, suffix: string): string;
  /** What the model writes when it is done; not every server keeps it to itself. */
  readonly stop: readonly string[];
}

interface Family {
  readonly pattern: RegExp;
  readonly marks: readonly string[];
  readonly arrange: (prefix: string, suffix: string) => string;
  readonly stop: readonly string[];
}

/** @see https://github.com/QwenLM/Qwen2.5-Coder#fill-in-the-middle-with-qwen25-coder */
const qwen: Family = {
  pattern: /qwen(?:(?!qwen).)*coder|codeqwen/i,
  marks: ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'],
  arrange: (prefix, suffix) => `<|fim_prefix|>${prefix}<|fim_suffix|>${suffix}<|fim_middle|>`,
  stop: ['<|endoftext|>', '<|fim_pad|>', '<|file_sep|>'],
};

const families: readonly Family[] = [
  qwen,
  // https://github.com/deepseek-ai/DeepSeek-Coder#2-code-insertion
  {
    pattern: /deepseek-?coder/i,
    marks: ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'],
    arrange: (prefix, suffix) => `<｜fim▁begin｜>${prefix}<｜fim▁hole｜>${suffix}<｜fim▁end｜>`,
    stop: ['<｜end▁of▁sentence｜>', '<|EOT|>'],
  },
  // https://huggingface.co/bigcode/starcoder2-15b
  {
    pattern: /star-?coder/i,
    marks: ['<fim_prefix>', '<fim_suffix>', '<fim_middle>'],
    arrange: (prefix, suffix) => `<fim_prefix>${prefix}<fim_suffix>${suffix}<fim_middle>`,
    stop: ['<|endoftext|>', '<file_sep>'],
  },
  // https://huggingface.co/docs/transformers/model_doc/code_llama; the spaces belong to the marks.
  {
    pattern: /code-?llama/i,
    marks: ['<PRE>', '<SUF>', '<MID>'],
    arrange: (prefix, suffix) => `<PRE> ${prefix} <SUF>${suffix} <MID>`,
    stop: ['<EOT>'],
  },
  // https://huggingface.co/THUDM/codegeex4-all-9b; the suffix comes first.
  {
    pattern: /codegeex/i,
    marks: ['<|code_suffix|>', '<|code_prefix|>', '<|code_middle|>'],
    arrange: (prefix, suffix) => `<|code_suffix|>${suffix}<|code_prefix|>${prefix}<|code_middle|>`,
    stop: ['<|endoftext|>', '<|user|>', '<|observation|>'],
  },
];

/** What is known of a model by its name, wherever that stands in its id; undefined for other families. */
export function fillInTheMiddle(model: string): FillInTheMiddle | undefined {
  const family = families.find(({ pattern }) => pattern.test(model));
  return family && taught(family);
}

/** The way of the Qwen models that fill in code. */
export const qwenFillInTheMiddle: FillInTheMiddle = taught(qwen);

function taught({ marks, arrange, stop }: Family): FillInTheMiddle {
  const withoutMarks = (text: string): string =>
    marks.reduce((rest, mark) => rest.replaceAll(mark, ''), text);
  return { prompt: (prefix, suffix) => arrange(withoutMarks(prefix), withoutMarks(suffix)), stop };
}
