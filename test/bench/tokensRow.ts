import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { estimateTokens } from '../../src/chat/tokenEstimate.ts';
import { compare, long, ratioOf } from './measure.ts';
import { aim, type Row, resultOf } from './row.ts';

const phrases =
  '防抖 函数 会在 最后一次 调用 之后 等待 一段时间 再执行 适合 处理 输入框 里 连续不断 的 事件 如果 用户 停止 打字 浏览器 才 发出 请求 这样 服务器 不会 因为 每个 字符 都 回答 一次 而 变慢 返回值 可以 取消 计时器 组件 卸载 时 必须 清理 否则 内存 泄漏'.split(
    ' ',
  );

/** Chinese that does not repeat itself: a tokenizer remembers what it has seen. */
function chineseText(length: number): string {
  let text = '';
  for (let seed = 1; text.length < length; ) {
    seed = (seed * 48_271) % 2_147_483_647;
    text += (phrases[seed % phrases.length] ?? '') + (seed % 7 === 0 ? '，' : '');
  }
  return text.slice(0, length);
}

const chinese = chineseText(100_000);
const english = 'A debounced function waits until a while after its last call before it runs. '.repeat(100);

/** Row 14: counting tokens to find out what fits the model's window. */
export async function rowOfTokens(runs: number): Promise<Row> {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const start = performance.now();
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  countTokens('你好');
  const loadingMs = performance.now() - start;
  const loadingMB = (process.memoryUsage().rss - before.rss) / 1e6;
  const code = await readFile(join(import.meta.dirname, 'server.ts'), 'utf8');

  const timed = (name: string, kind: 'hanlin' | 'limit', count: (text: string) => number) => ({
    name,
    kind,
    async run() {
      const from = performance.now();
      count(chinese);
      return performance.now() - from;
    },
  });
  const hanlin = 'Hanlin, by classes of characters';
  const tokenizer = 'gpt-tokenizer';
  const results = await compare(
    [timed(tokenizer, 'limit', countTokens), timed(hanlin, 'hanlin', estimateTokens)],
    long(runs),
  );
  const accuracy = Object.entries({ Chinese: chinese.slice(0, 5_000), code, English: english }).map(
    ([name, text]) => `${name} ${(estimateTokens(text) / countTokens(text)).toFixed(2)}`,
  );
  return {
    number: 14,
    title: 'Counting the tokens of 100,000 Chinese characters',
    unit: 'ms',
    results,
    aims: [
      aim('against gpt-tokenizer', 1 / 20, ratioOf(resultOf(results, hanlin), resultOf(results, tokenizer))),
    ],
    notes: [
      `gpt-tokenizer took ${loadingMs.toFixed(0)} ms and ${loadingMB.toFixed(0)} MB to load, Hanlin’s estimate is a function`,
      `Estimate against o200k: ${accuracy.join(', ')}. What the vendor reports corrects it.`,
    ],
  };
}
