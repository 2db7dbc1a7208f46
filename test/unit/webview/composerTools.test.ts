import { describe, it } from 'mocha';
import type { ModelState, ViewIntention } from '../../../src/shared/protocol.ts';
import { createMeter } from '../../../src/webview/composer/meter.ts';
import { createModelControls } from '../../../src/webview/composer/modelControls.ts';
import { createThinkingToggle } from '../../../src/webview/composer/thinkingToggle.ts';
import { createWebSearchToggle } from '../../../src/webview/composer/webSearchToggle.ts';
import type { PanelContext } from '../../../src/webview/panelContext.ts';
import { viewTexts } from '../../../src/webview/texts.ts';
import { createViewMemory } from '../../../src/webview/viewState.ts';
import { assert } from './assert.ts';
import { assertDrawn } from './assertDrawn.ts';
import { useBrowser } from './browser.ts';
import { model } from './fakes.ts';

function createContext() {
  const posted: ViewIntention[] = [];
  const needed: Partial<PanelContext> = {
    texts: viewTexts({}),
    post: (intention) => posted.push(intention),
  };
  let kept: unknown;
  const memory = createViewMemory({
    recall: () => kept,
    remember: (next) => {
      kept = next;
    },
  });
  return { context: needed as PanelContext, posted, memory };
}

describe('the toggle for thinking', () => {
  useBrowser();

  function create(thinking?: ModelState['thinking']) {
    const { context, memory } = createContext();
    const toggle = createThinkingToggle(context, memory);
    const use = (next: ModelState['thinking']) => toggle.update({ ...model, thinking: next });
    if (thinking) use(thinking);
    const isPressed = () => toggle.element.getAttribute('aria-pressed');
    return { toggle, memory, use, isPressed };
  }

  it('is on at first where it is to be chosen, and asks for what is chosen', () => {
    const { toggle, memory } = create('optional');
    assertDrawn(
      toggle.element,
      `
      button.toggle.think[aria-disabled="false"][aria-label="Think"][aria-pressed="true"][title="Think"][type="button"]
        span.codicon.codicon-thinking[aria-hidden="true"]
        span.label
          "Think"
      `,
    );
    assert.equal(toggle.chosen, true);
    toggle.element.click();
    assert.equal(toggle.chosen, false);
    assert.equal(memory.state.thinking, false);
    assert.equal(toggle.element.getAttribute('aria-pressed'), 'false');
    toggle.element.click();
    assert.equal(toggle.chosen, true);
    assert.equal(memory.state.thinking, true);
  });

  it('says why it is not to be chosen, and asks for nothing then', () => {
    for (const [thinking, pressed, reason] of [
      ['always', true, 'This model always thinks'],
      ['none', false, 'This model cannot think'],
    ] as const) {
      const { toggle, memory } = create(thinking);
      toggle.element.click();
      assert.equal(memory.state.thinking, undefined);
      assert.equal(toggle.chosen, undefined);
      assertDrawn(
        toggle.element,
        `
        button.toggle.think[aria-disabled="true"][aria-label="Think. ${reason}"][aria-pressed="${pressed}"][title="${reason}"][type="button"]
          span.codicon.codicon-thinking[aria-hidden="true"]
          span.label
            "Think"
        `,
      );
    }
  });

  it('waits for a model', () => {
    const { toggle, memory } = create();
    memory.change({ thinking: true });
    toggle.update(null);
    toggle.element.click();
    assert.equal(toggle.chosen, undefined);
    assertDrawn(
      toggle.element,
      `
      button.toggle.think[aria-disabled="true"][aria-label="Think. Choose a model"][aria-pressed="false"][title="Choose a model"][type="button"]
        span.codicon.codicon-thinking[aria-hidden="true"]
        span.label
          "Think"
      `,
    );
  });

  it('is off at first where nobody knows, and asks only for thinking', () => {
    const { toggle, use, isPressed } = create('unknown');
    assert.equal(isPressed(), 'false');
    assert.equal(toggle.element.getAttribute('aria-disabled'), 'false');
    assert.equal(toggle.chosen, undefined);
    toggle.element.click();
    assert.equal(isPressed(), 'true');
    assert.equal(toggle.chosen, true);
    toggle.element.click();
    assert.equal(toggle.chosen, undefined);
    use('always');
    assert.equal(isPressed(), 'true');
    use('optional');
    assert.equal(toggle.chosen, false, 'what was chosen holds for another model');
  });
});

describe('the toggle for web search', () => {
  useBrowser();

  it('is off at first, and turned on and off by a click', () => {
    const { context, memory } = createContext();
    const toggle = createWebSearchToggle(context, memory);
    toggle.update(model);
    assertDrawn(
      toggle.element,
      `
      button.toggle.web[aria-label="Web"][aria-pressed="false"][title="Let the vendor search the web before the model answers"][type="button"]
        span.codicon.codicon-globe[aria-hidden="true"]
        span.label
          "Web"
      `,
    );
    assert.equal(toggle.isOn, false);
    toggle.element.click();
    assert.equal(toggle.isOn, true);
    assert.equal(memory.state.webSearch, true);
    assert.equal(toggle.element.getAttribute('aria-pressed'), 'true');
    toggle.element.click();
    assert.equal(toggle.isOn, false);
    assert.equal(toggle.element.getAttribute('aria-pressed'), 'false');
  });

  it('is left out and asks for nothing where there is no search, and remembers what was chosen', () => {
    const { context, memory } = createContext();
    memory.change({ webSearch: true });
    const toggle = createWebSearchToggle(context, memory);
    assert.equal(toggle.isOn, false);
    for (const next of [{ ...model, webSearch: false }, null]) {
      toggle.update(next);
      assert.equal(toggle.isOn, false);
      assert.equal(toggle.element.hidden, true);
    }
    toggle.update(model);
    assert.equal(toggle.isOn, true);
    assert.equal(toggle.element.hidden, false);
    assert.equal(toggle.element.getAttribute('aria-pressed'), 'true');
  });
});

describe('the controls for the model', () => {
  useBrowser();

  function create(next: ModelState | null) {
    const { context, posted } = createContext();
    const controls = createModelControls(context);
    controls.update(next);
    return { ...controls, posted };
  }

  it('name the model and lead to its options', () => {
    const { pill, options, posted } = create(model);
    assertDrawn(
      pill,
      `
      button.model-pill[aria-label="Zhipu GLM. Choose a model"][title="Zhipu GLM. Choose a model"][type="button"]
        span.label
          "GLM"
        span.codicon.codicon-chevron-down[aria-hidden="true"]
      `,
    );
    assertDrawn(
      options,
      `
      button.toggle.options[aria-label="Model options"][title="Model options"][type="button"]
        span.codicon.codicon-settings[aria-hidden="true"]
        span.label
      `,
    );
    pill.click();
    options.click();
    assert.deepEqual(posted, [{ type: 'choose-model' }, { type: 'choose-options' }]);
  });

  it('show a temperature that is set, until it is set no more', () => {
    const { options, update } = create({ ...model, temperature: '0.6' });
    assertDrawn(
      options,
      `
      button.toggle.options[aria-label="Model options, temperature 0.6"][title="Model options, temperature 0.6"][type="button"]
        span.codicon.codicon-settings[aria-hidden="true"]
        span.label
          "0.6"
      `,
    );
    update(model);
    assert.equal(options.textContent, '');
    assert.equal(options.classList.contains('labelled'), false);
    assert.equal(options.title, 'Model options');
  });

  it('ask for a model where there is none', () => {
    const { pill, options } = create(null);
    assert.equal(options.hidden, true);
    assertDrawn(
      pill,
      `
      button.model-pill[aria-label="Choose a model"][title="Choose a model"][type="button"]
        span.label
          "Choose a model"
        span.codicon.codicon-chevron-down[aria-hidden="true"]
      `,
    );
  });
});

describe('the meter', () => {
  useBrowser();

  function create() {
    const meter = createMeter(createContext().context);
    const ring = () => meter.element.querySelector('.context-meter');
    return { meter, ring };
  }

  it('counts characters as people do, and says when there are too many', () => {
    const { meter } = create();
    const counted = { ...model, maxInputCharacters: 3 };
    meter.update(counted, '你好🐉');
    assertDrawn(meter.element, 'span.meter\n  span.character-meter\n    "3 / 3"');
    meter.update(counted, '你好🐉!');
    assertDrawn(meter.element, 'span.meter\n  span.character-meter.too-long\n    "4 / 3"');
  });

  it('draws a ring anew only when the window has changed', () => {
    const { meter, ring } = create();
    meter.update(model, '');
    const first = ring();
    assert.ok(first);
    meter.update({ ...model }, 'text');
    assert.equal(ring(), first);
    meter.update({ ...model, window: { used: 2000, size: 128_000 } }, 'text');
    assert.notEqual(ring(), first);
    assert.match(ring()?.textContent ?? '', /^2k/);
  });

  it('is empty without a window or a model, whatever it showed before', () => {
    const { meter, ring } = create();
    const nothing = { ...model, window: undefined };
    meter.update(null, 'text');
    assertDrawn(meter.element, 'span.meter');
    meter.update({ ...model, maxInputCharacters: 3 }, 'text');
    meter.update(nothing, 'text');
    assertDrawn(meter.element, 'span.meter');
    meter.update(model, 'text');
    assert.ok(ring());
    meter.update(null, 'text');
    assertDrawn(meter.element, 'span.meter');
  });

  it('shows the ring again after it has counted characters', () => {
    const { meter, ring } = create();
    meter.update(model, '');
    meter.update({ ...model, maxInputCharacters: 3 }, 'text');
    assert.equal(ring(), null);
    meter.update(model, '');
    assert.ok(ring());
  });
});
