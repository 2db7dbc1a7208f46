import { describe, it } from 'mocha';
import { assert } from './assert.ts';
import { assertDrawn } from './assertDrawn.ts';
import { useBrowser } from './browser.ts';
import { address, answer, clock, createTestPage, group, name, running } from './diagnosisFakes.ts';
import { press } from './fakes.ts';

describe('what the diagnosis page draws', () => {
  useBrowser();

  it('is, while it runs, what is known of each API, with what to do about it', () => {
    const { page, show } = createTestPage();
    show(
      group('a', [address, clock, answer]),
      group('b', [name], { label: 'Another', state: 'warning' }),
      group('c', [], { state: 'ok' }),
    );
    assertDrawn(
      page.element,
      `
      div.diagnosis[data-state="running"]
        div.diagnosis-scroller[aria-label="Diagnose connections"][role="region"][tabindex="0"]
          div.diagnosis-head
            h1[tabindex="-1"]
              "Diagnose connections"
            p.diagnosis-intro
              "Zhipu is asked one short question."
            ul.diagnosis-facts
              li
                "Requests leave from this computer."
              li
                "No proxy is set."
          div.diagnosis-groups[aria-busy="true"]
            section.check-group[aria-labelledby="diagnosis-a"][data-api="a"]
              h2[id="diagnosis-a"]
                span.codicon.codicon-loading.check-icon.running[aria-hidden="true"]
                span
                  "Vendor a"
                span.visually-hidden
                  ": checking"
              ul
                li.check.ok[data-check="address"]
                  span.codicon.codicon-pass.check-icon.ok[aria-hidden="true"]
                  div.check-label
                    "Address"
                    span.visually-hidden
                      ": fine. "
                  div.check-finding
                    div
                      "a.example:443"
                li.check.error[data-check="clock"]
                  span.codicon.codicon-error.check-icon.error[aria-hidden="true"]
                  div.check-label
                    "Clock"
                    span.visually-hidden
                      ": fault. "
                  div.check-finding
                    div
                      "20 min behind"
                    div.check-hint
                      "Set it right."
                    div.check-code
                      "HTTP 403"
                li.check.running[data-check="answer"]
                  span.codicon.codicon-loading.check-icon.running[aria-hidden="true"]
                  div.check-label
                    "Answer"
                    span.visually-hidden
                      ": checking. "
                  div.check-finding
                    div
                      "Checking…"
            section.check-group[aria-labelledby="diagnosis-b"][data-api="b"]
              h2[id="diagnosis-b"]
                span.codicon.codicon-warning.check-icon.warning[aria-hidden="true"]
                span
                  "Another"
                span.visually-hidden
                  ": remark"
              ul
                li.check.skipped[data-check="dns"]
                  span.codicon.codicon-circle-slash.check-icon.skipped[aria-hidden="true"]
                  div.check-label
                    "Name"
                    span.visually-hidden
                      ": skipped. "
                  div.check-finding
                    div
                      "A proxy looks it up."
            section.check-group[aria-labelledby="diagnosis-c"][data-api="c"]
              h2[id="diagnosis-c"]
                span.codicon.codicon-pass.check-icon.ok[aria-hidden="true"]
                span
                  "Vendor c"
                span.visually-hidden
                  ": fine"
              ul
        div.diagnosis-footer
          p.diagnosis-summary
            "Checking…"
          div.diagnosis-buttons
            button.button.primary[type="button"]
              span.codicon.codicon-copy[aria-hidden="true"]
              span.label
                "Copy report"
            button.button.secondary[type="button"]
              span.label
                "Stop"
            button.button.secondary[type="button"]
              span.label
                "Close"
          p.diagnosis-remark
            "The report names addresses and proxies, but holds no keys."
      `,
    );
  });

  it('is, when it is over, how it went, where there is something to say', () => {
    const { page, find, button } = createTestPage();
    page.handle(running([], { state: 'done', summary: 'All connections work.', surroundings: [] }));
    assertDrawn(find('.diagnosis-groups'), 'div.diagnosis-groups[aria-busy="false"]');
    assertDrawn(find('.diagnosis-facts'), 'ul.diagnosis-facts');
    assertDrawn(find('.diagnosis-summary'), 'p.diagnosis-summary\n  "All connections work."');
    assert.equal(page.element.dataset['state'], 'done');
    assert.ok(button('Run again'));
    page.handle(running([], { state: 'stopped', summary: '' }));
    assert.equal(find('.diagnosis-summary').hidden, true);
    assert.equal(page.element.dataset['state'], 'stopped');
  });
});

describe('the keys and buttons of the diagnosis page', () => {
  useBrowser();

  it('focus its title, so that a screen reader begins there', () => {
    const { page, find } = createTestPage();
    page.focus();
    assert.equal(document.activeElement, find('h1'));
  });

  it('ask for a diagnosis and copy nothing before there is one', () => {
    const { button, done } = createTestPage();
    button('Copy report').click();
    button('Stop').click();
    assert.deepEqual(done, [{ type: 'diagnose' }]);
  });

  it('copy the newest report, with a word at the button', () => {
    const { page, button, done } = createTestPage();
    page.handle(running([]));
    page.handle(running([], { report: 'Newer' }));
    button('Copy report').click();
    assert.deepEqual(done, ['copied: Newer', 'Copy report']);
  });

  it('stop it on Escape while it runs, leave when it is over, and let the panel see none of that', () => {
    const { page, find, done } = createTestPage();
    let reached = 0;
    const count = () => {
      reached += 1;
    };
    document.body.addEventListener('keydown', count);
    page.handle(running([]));
    assert.equal(press(find('h1'), 'Escape').defaultPrevented, true);
    page.handle(running([], { state: 'stopped' }));
    done.pop();
    press(find('h1'), 'Escape');
    assert.deepEqual(done, [{ type: 'stop-diagnosis' }, 'left']);
    assert.equal(reached, 0);
    document.body.removeEventListener('keydown', count);
  });

  it('leave Escape to an input method, and other keys to the page', () => {
    const { page, find, done } = createTestPage();
    page.handle(running([]));
    let reached = 0;
    page.element.parentElement?.addEventListener('keydown', () => {
      reached += 1;
    });
    assert.equal(press(find('h1'), 'Escape', { isComposing: true }).defaultPrevented, false);
    assert.equal(press(find('h1'), 'Enter').defaultPrevented, false);
    assert.equal(reached, 2);
    assert.deepEqual(done, []);
  });
});
