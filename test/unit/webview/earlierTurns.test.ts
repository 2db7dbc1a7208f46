import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { answer, createTestPanel, question, state } from './fakes.ts';
import { useLayout } from './layout.ts';

const turns = [question, answer({ status: { state: 'done', meta: {} } })];
const asked = { type: 'load-earlier' };

describe('earlier turns', () => {
  useBrowser();
  const layout = useLayout();

  function open(earlier: boolean) {
    const test = createTestPanel();
    test.send(state({ turns, earlier }));
    return test;
  }

  const more = (id: string) => [
    { ...question, id: `q${id}` },
    answer({ id: `a${id}`, status: { state: 'done', meta: {} } }),
  ];

  it('are asked for before the reader comes to the beginning', () => {
    const test = open(true);
    layout.show('.earlier', false);
    assert.deepEqual(test.posted, []);
    layout.show('.earlier', true);
    assert.deepEqual(test.posted, [asked]);
    assert.equal(test.find('.earlier').getAttribute('aria-busy'), 'true');
    const { root, rootMargin } = layout.watchedWith('.earlier') ?? {};
    assert.ok(root === test.find('.thread'));
    assert.match(rootMargin ?? '', /^[1-9]\d{2,}px 0px 0px 0px$/);
  });

  it('are asked for once until they have come', () => {
    const test = open(true);
    layout.show('.earlier', true);
    layout.show('.earlier', true);
    test.find('.earlier').click();
    assert.deepEqual(test.posted, [asked]);
    test.send({ type: 'earlier', turns: more('0'), earlier: true });
    assert.equal(test.find('.earlier').hasAttribute('aria-busy'), false);
    test.find('.earlier').click();
    assert.deepEqual(test.posted, [asked, asked]);
  });

  it('are asked for again where those that came leave the beginning in sight', () => {
    const test = open(true);
    const button = test.find('.earlier');
    test.send({ type: 'earlier', turns: more('0'), earlier: true });
    assert.deepEqual(layout.watched.filter((target) => target === button).length, 2);
    layout.show('.earlier', true);
    assert.deepEqual(test.posted, [asked]);
  });

  it('are not asked for where there are none', () => {
    const test = open(false);
    assert.equal(test.find('.earlier').hidden, true);
    layout.show('.earlier', true);
    assert.deepEqual(test.posted, []);
  });

  it('are not asked for by a conversation that is not shown any more', () => {
    const test = open(true);
    const button = test.find('.earlier');
    test.send(state({ turns, earlier: false }));
    document.body.append(button);
    button.classList.add('left-behind');
    layout.show('.left-behind', true);
    assert.deepEqual(test.posted, []);
  });
});
