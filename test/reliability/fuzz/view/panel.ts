import fc from 'fast-check';
import { type HostEvent, parseHostEvent, parseViewIntention } from '../../../../src/shared/protocol.ts';
import { assert } from '../../../unit/webview/assert.ts';
import { createTestPanel, press, state, type TestPanel, type } from '../../../unit/webview/fakes.ts';
import { openBrowser } from '../../../unit/webview/openBrowser.ts';
import { hostEvent } from '../support/protocolMessages.ts';
import { type FuzzTarget, property } from '../target.ts';

/** Something that somebody does in front of the panel. */
type Deed =
  | { readonly do: 'click' | 'hover'; readonly which: number }
  | { readonly do: 'type'; readonly text: string }
  | { readonly do: 'press'; readonly key: string; readonly which: number; readonly alt: boolean };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('click' as const, 'hover' as const), which: fc.nat() }),
  },
  fc.record({
    do: fc.constant('type' as const),
    text: fc.constantFrom('Why?', '/explain it', '@a', '', '\ud83d', 'a\nb', 'x'.repeat(3000)),
  }),
  fc.record({
    do: fc.constant('press' as const),
    key: fc.constantFrom(
      'Enter',
      'Escape',
      'ArrowUp',
      'ArrowDown',
      'Tab',
      'Home',
      'End',
      'Delete',
      'F2',
      'a',
    ),
    which: fc.nat(),
    alt: fc.boolean(),
  }),
);

const play = fc.array(fc.oneof({ weight: 3, arbitrary: hostEvent }, { weight: 2, arbitrary: deed }), {
  minLength: 1,
  maxLength: 25,
  size: 'max',
});

function act(panel: TestPanel, each: Deed): void {
  const targets = [
    ...panel.root.querySelectorAll<HTMLElement>('button, a, input, textarea, summary, [role], [tabindex]'),
  ];
  const at = (which: number) => targets[which % Math.max(1, targets.length)] ?? panel.root;
  switch (each.do) {
    case 'click':
      at(each.which).click();
      break;
    case 'hover':
      at(each.which).dispatchEvent(new MouseEvent('mousemove', { bubbles: true }));
      break;
    case 'type': {
      const input = panel.root.querySelector('textarea');
      if (input) type(input, each.text);
      break;
    }
    case 'press':
      press(at(each.which), each.key, { altKey: each.alt });
      break;
  }
  panel.frames.settle();
}

/** Fails if something of the panel leads anywhere but to the web, or loads what is not in the message. */
function assertHarmless(root: HTMLElement): void {
  for (const each of root.querySelectorAll('[href]')) {
    assert.match(each.getAttribute('href') ?? '', /^#?$/);
  }
  for (const each of root.querySelectorAll('[src]')) {
    assert.match(each.getAttribute('src') ?? '', /^(?:data:image\/|blob:|$)/);
  }
  const active = root.querySelector(
    'script, iframe, object, embed, style, link, form[action], .markdown svg',
  );
  // Not the element itself: printing one takes minutes.
  assert.ok(!active, active?.outerHTML);
  for (const each of root.querySelectorAll('*')) {
    assert.ok(!each.getAttributeNames().some((name) => name.startsWith('on')), each.outerHTML.slice(0, 200));
  }
}

function playOut(steps: readonly (HostEvent | Deed)[]): TestPanel {
  const panel = createTestPanel();
  for (const step of steps) {
    if ('do' in step) act(panel, step);
    // As the channel does it: what is not of the protocol does not get here.
    else if (parseHostEvent(step)) panel.send(step);
  }
  return panel;
}

/** The panel: whatever the host says and whoever clicks on whatever, nothing throws, and it goes on from the next state. */
export const target: FuzzTarget = {
  prepare: async () => openBrowser(),
  properties: [
    property('any sequence of events and clicks leaves a panel that works', 60, [play], (steps) => {
      const panel = playOut([state(), ...steps]);
      for (const posted of panel.posted) {
        assert.ok(
          parseViewIntention(structuredClone(posted)),
          `not of the protocol: ${JSON.stringify(posted)}`,
        );
      }
      assertHarmless(panel.root);
      // The next whole state is shown as in a new panel.
      panel.send({ type: 'page', page: 'chat' }, state({ conversation: 'new', nextSequence: 0 }));
      panel.send({
        type: 'begin',
        after: null,
        question: { role: 'question', id: 'q9', text: 'Still there?', attachments: [] },
        answer: {
          role: 'answer',
          id: 'a9',
          model: 'GLM',
          text: '',
          reasoning: '',
          extras: { sources: [], suggestions: [], notices: [] },
          status: { state: 'answering' },
        },
      });
      panel.send({ type: 'delta', sequence: 0, id: 'a9', text: 'Of course.' });
      const answers = panel.root.querySelectorAll('.answer .markdown');
      assert.equal(answers.length, 1);
      assert.equal(answers[0]?.textContent, 'Of course.');
    }),
    property(
      'what a view kept from an earlier life is used as far as it is of use',
      60,
      [
        fc.oneof(
          fc.record(
            {
              conversation: fc.anything(),
              drafts: fc.oneof(fc.anything(), fc.array(fc.tuple(fc.constantFrom('c1', 'c2'), fc.string()))),
              thinking: fc.anything(),
              webSearch: fc.anything(),
              historyByWorkspace: fc.anything(),
            },
            { requiredKeys: [] },
          ),
          fc.anything(),
        ),
      ],
      (remembered) => {
        const panel = createTestPanel(remembered);
        panel.send(state());
        type(panel.input, 'Why?');
        press(panel.input, 'Enter');
        assert.ok(panel.posted.some((posted) => posted.type === 'send' && posted.text === 'Why?'));
      },
    ),
  ],
};
