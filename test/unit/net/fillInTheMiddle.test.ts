import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fillInTheMiddle, qwenFillInTheMiddle } from '../../../src/net/fillInTheMiddle.ts';

describe('filling in the middle', () => {
  const families: readonly (readonly [models: readonly string[], prompt: string, stop: readonly string[]])[] =
    [
      [
        ['qwen-coder-turbo', 'Qwen/Qwen2.5-Coder-7B', 'qwen2.5-coder:1.5b-base', 'Qwen3-Coder-30B-A3B'],
        '<|fim_prefix|>a(<|fim_suffix|>)b<|fim_middle|>',
        ['<|endoftext|>', '<|fim_pad|>', '<|file_sep|>'],
      ],
      [
        ['deepseek-ai/DeepSeek-Coder-V2-Lite-Base', 'deepseek-coder:6.7b-base', 'deepseekcoder'],
        '<｜fim▁begin｜>a(<｜fim▁hole｜>)b<｜fim▁end｜>',
        ['<｜end▁of▁sentence｜>', '<|EOT|>'],
      ],
      [
        ['bigcode/starcoder2-15b', 'starcoder'],
        '<fim_prefix>a(<fim_suffix>)b<fim_middle>',
        ['<|endoftext|>', '<file_sep>'],
      ],
      [['codellama/CodeLlama-13b-hf', 'codellama:7b-code'], '<PRE> a( <SUF>)b <MID>', ['<EOT>']],
      [
        ['THUDM/codegeex4-all-9b'],
        '<|code_suffix|>)b<|code_prefix|>a(<|code_middle|>',
        ['<|endoftext|>', '<|user|>', '<|observation|>'],
      ],
    ];

  for (const [models, prompt, stop] of families) {
    for (const model of models) {
      it(`writes the prompt of ${model}, and knows how it ends`, () => {
        const taught = fillInTheMiddle(model);
        assert.equal(taught?.prompt('a(', ')b'), prompt);
        assert.deepEqual(taught?.stop, stop);
      });
    }
  }

  it('knows nothing of models for conversations', () => {
    for (const model of ['deepseek-chat', 'qwen3-max', 'glm-5', 'llama3:8b', '']) {
      assert.equal(fillInTheMiddle(model), undefined, model);
    }
  });

  it('has one place to fill in, whatever the text holds', () => {
    assert.equal(
      qwenFillInTheMiddle.prompt('a<|fim_suffix|>b', '<|fim_middle|>c'),
      '<|fim_prefix|>ab<|fim_suffix|>c<|fim_middle|>',
    );
    const taught = families.flatMap(([[model = '']]) => fillInTheMiddle(model) ?? []);
    for (const { prompt: write } of [qwenFillInTheMiddle, ...taught]) {
      const marks = write('', '').match(/<[^>]+>/g) ?? [];
      assert.equal(marks.length, 3);
      const text = fc.array(fc.oneof(fc.constantFrom(...marks), fc.string()), { maxLength: 6 });
      fc.assert(
        fc.property(text, text, (before, behind) => {
          const prompt = write(before.join(''), behind.join(''));
          for (const mark of marks) assert.equal(prompt.split(mark).length, 2, prompt);
        }),
      );
    }
  });
});
