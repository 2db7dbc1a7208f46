import assert from 'node:assert/strict';
import type { ModelOptions } from '../../../../src/core/modelOptions.ts';
import { findModel } from '../../../../src/vendors/spark/models.ts';
import {
  chosenOptions,
  completionOptionsOf,
  socketOptionsOf,
} from '../../../../src/vendors/spark/options.ts';
import { providerError } from '../../net/fakes.ts';

type Rules = typeof socketOptionsOf;

function choose(id: string, options: Record<string, unknown>, rules: Rules) {
  const model = findModel(id);
  return chosenOptions(options as ModelOptions, rules(model), model);
}

function refused(id: string, options: Record<string, unknown>, rules: Rules) {
  assert.throws(
    () => choose(id, options, rules),
    (error) => providerError(error, 'invalid-request').details.advice === 'option',
    `${id} ${JSON.stringify(options)}`,
  );
}

describe('Spark options', () => {
  /** Every bound, and the first value behind it. */
  const share = { taken: [0.01, 1], refused: [0, 1.01] };
  const hotter = { taken: [0.01, 2], refused: [0, 2.01] };
  const wide = { taken: [-2, 10], refused: [-2.01, 10.01] };
  const narrow = { taken: [-2, 2], refused: [-2.01, 2.01] };
  const topK = { taken: [1, 6], refused: [0, 7, 1.5] };
  const length = (most: number) => ({ taken: [1, most], refused: [0, most + 1, 1.5] });
  const penalties = (range: object) => ({ frequencyPenalty: range, presencePenalty: range });
  const tables: readonly (readonly [id: string, way: 'socket' | 'http', table: object])[] = [
    ['lite', 'socket', { temperature: share, topK, maxOutputTokens: length(4096) }],
    [
      'spark-x',
      'socket',
      { temperature: hotter, topP: share, topK, ...penalties(wide), maxOutputTokens: length(65_535) },
    ],
    [
      'tomorrow',
      'socket',
      { temperature: hotter, topP: share, topK, ...penalties(wide), maxOutputTokens: length(65_535) },
    ],
    [
      'lite',
      'http',
      { temperature: hotter, topP: share, topK, ...penalties(narrow), maxOutputTokens: length(4096) },
    ],
    [
      'spark-x',
      'http',
      { temperature: hotter, topP: share, topK, ...penalties(wide), maxOutputTokens: length(65_535) },
    ],
    [
      'tomorrow',
      'http',
      { temperature: hotter, topP: share, topK, ...penalties(wide), maxOutputTokens: length(262_143) },
    ],
    ['spark-x2.5', 'http', { maxOutputTokens: length(262_143) }],
  ];
  for (const [id, way, table] of tables) {
    it(`of ${id} over ${way} go up to these bounds`, () => {
      const rules: Rules = way === 'socket' ? socketOptionsOf : completionOptionsOf;
      for (const [name, { taken, refused: bad }] of Object.entries(table)) {
        for (const value of taken) assert.deepEqual(choose(id, { [name]: value }, rules), { [name]: value });
        for (const value of bad) refused(id, { [name]: value }, rules);
      }
      const takes = Object.keys(rules(findModel(id))).filter(
        (name) => typeof table === 'object' && !(name in table),
      );
      const flags = {
        lite: [],
        'spark-x': ['thinking', 'webSearch', 'citations'],
        tomorrow: ['thinking', 'webSearch', 'citations'],
        'spark-x2.5': ['thinking'],
      }[id];
      const others = [...(flags ?? []), 'userId', ...(way === 'http' ? ['responseFormat'] : [])];
      assert.deepEqual(takes.toSorted(), others.toSorted());
      for (const flag of flags ?? []) {
        assert.ok(choose(id, { [flag]: true }, rules));
        refused(id, { [flag]: 'yes' }, rules);
      }
      assert.deepEqual(choose(id, { userId: 'alice' }, rules), { userId: 'alice' });
      if (way === 'socket') return;
      for (const responseFormat of ['text', 'json_object']) {
        assert.deepEqual(choose(id, { responseFormat }, rules), { responseFormat });
      }
      refused(id, { responseFormat: 'xml' }, rules);
    });
  }
});
