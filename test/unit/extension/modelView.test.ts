import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ModelOptions } from '../../../src/core/modelOptions.ts';
import type { ModelInfo } from '../../../src/core/vendor.ts';
import type { ApiState, ModelService } from '../../../src/extension/modelService.ts';
import { modelStateOf, vendorRows } from '../../../src/extension/modelView.ts';

const info: ModelInfo = {
  id: 'm',
  label: 'Model',
  contextWindow: 1_000,
  maxOutputTokens: 1,
  thinking: 'optional',
  webSearch: true,
};

/** As much of the service as is asked for here. */
function service(more: {
  info?: ModelInfo | undefined;
  options?: ModelOptions;
  factor?: number;
}): ModelService {
  return {
    chosen: { key: 'stored', info: more.info },
    respondent: () => ({ vendorLabel: 'V', modelLabel: 'M' }),
    optionsOf: () => more.options ?? {},
    takesImages: () => true,
    contextFactor: () => more.factor ?? 1,
  } as unknown as ModelService;
}

describe('the chosen model as the composer shows it', () => {
  it('is nothing without one', () => {
    assert.equal(
      modelStateOf({ chosen: undefined } as unknown as ModelService, [], () => ''),
      null,
    );
  });

  it('has what is known of it, and how full its window is', () => {
    const asked: (number | undefined)[] = [];
    const system = (window: number | undefined): string => {
      asked.push(window);
      return 'x'.repeat(400);
    };
    const once = modelStateOf(service({ info, options: { temperature: 0 } }), [], system);
    const { window, ...rest } = once ?? {};
    assert.deepEqual(rest, {
      vendorLabel: 'V',
      modelLabel: 'M',
      key: 'stored',
      thinking: 'optional',
      webSearch: true,
      images: true,
      maxInputCharacters: undefined,
      temperature: '0',
    });
    assert.deepEqual(asked, [1_000]);
    assert.equal(window?.size, 1_000);
    assert.ok(window.used > 50 && window.used < 400, String(window.used));
    const twice = modelStateOf(service({ info, factor: 2 }), [], system)?.window?.used ?? 0;
    assert.ok(Math.abs(twice - 2 * window.used) <= 1);
    assert.ok(Number.isInteger(modelStateOf(service({ info, factor: 1.234 }), [], system)?.window?.used));
  });

  it('has nothing where nothing is known', () => {
    const state = modelStateOf(service({}), [], () => '');
    assert.deepEqual(
      [state?.thinking, state?.webSearch, state?.window, state?.temperature],
      ['unknown', false, undefined, undefined],
    );
    const counted = modelStateOf(service({ info: { ...info, maxInputCharacters: 9 } }), [], () => '');
    assert.equal(counted?.maxInputCharacters, 9);
  });
});

describe('the vendors as the first page shows them', () => {
  it('are there once, with the API that has a key, else the first', () => {
    const vendor = (id: string): ApiState['vendor'] => ({ id, label: `L${id}`, aliases: [], apis: [] });
    const [a, b] = [vendor('a'), vendor('b')];
    const api = (label?: string): ApiState['api'] =>
      ({ models: label === undefined ? [] : [{ ...info, label }] }) as unknown as ApiState['api'];
    const states: ApiState[] = [
      { vendor: a, api: api('a1'), key: 'missing', isUsable: false },
      { vendor: b, api: api('b1'), key: 'missing', isUsable: false },
      { vendor: a, api: api('a2'), key: 'environment', isUsable: true },
      { vendor: b, api: api('b2'), key: 'missing', isUsable: false },
    ];
    assert.deepEqual(
      vendorRows({ states }, (text) => `中${text}`),
      [
        { vendor: 'a', label: '中La', model: 'a2', key: 'environment' },
        { vendor: 'b', label: '中Lb', model: 'b1', key: 'missing' },
      ],
    );
    assert.equal(
      vendorRows({ states: [{ vendor: a, api: api(), key: 'stored', isUsable: true }] }, String)[0]?.model,
      '',
    );
  });
});
