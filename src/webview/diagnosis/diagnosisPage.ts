import type { HostEvent } from '../../shared/protocol.ts';
import { button, element } from '../dom.ts';
import { isComposing } from '../keyboard.ts';
import type { PanelContext } from '../panelContext.ts';
import { createDiagnosisGroup, type DiagnosisGroupView } from './diagnosisGroup.ts';

type DiagnosisEvent = Extract<HostEvent, { type: 'diagnosis' }>;

/** What stands between this machine and each vendor: looked at, explained, and to be passed on. */
export interface DiagnosisPage {
  readonly element: HTMLElement;
  handle(event: DiagnosisEvent): void;
  focus(): void;
}

/** @param onLeave the user wants back to the conversation */
export function createDiagnosisPage(context: PanelContext, onLeave: () => void): DiagnosisPage {
  const { texts, post } = context;
  let shown: DiagnosisEvent | undefined;
  const groups = new Map<string, DiagnosisGroupView>();

  const title = element('h1', { tabindex: -1 }, texts.diagnosis);
  const intro = element('p', { class: 'diagnosis-intro' });
  const surroundings = element('ul', { class: 'diagnosis-facts' });
  const list = element('div', { class: 'diagnosis-groups' });
  const summary = element('p', { class: 'diagnosis-summary' });
  const copy = button({
    label: texts.diagnosisCopy,
    text: texts.diagnosisCopy,
    className: 'button primary',
    icon: 'copy',
    onClick: () => {
      if (shown) context.copy(shown.report, copy);
    },
  });
  // One button, so that the keyboard stays where it is when one becomes the other.
  const run = button({
    label: texts.stop,
    text: texts.stop,
    className: 'button secondary',
    onClick: () => post({ type: shown?.state === 'running' ? 'stop-diagnosis' : 'diagnose' }),
  });
  const close = button({
    label: texts.diagnosisClose,
    text: texts.diagnosisClose,
    className: 'button secondary',
    onClick: onLeave,
  });
  const remark = element('p', { class: 'diagnosis-remark' }, texts.diagnosisReportClean);
  const page = element(
    'div',
    { class: 'diagnosis' },
    element(
      'div',
      // What scrolls can be scrolled with the keyboard.
      { class: 'diagnosis-scroller', tabindex: 0, role: 'region', 'aria-label': texts.diagnosis },
      element('div', { class: 'diagnosis-head' }, title, intro, surroundings),
      list,
    ),
    element(
      'div',
      { class: 'diagnosis-footer' },
      summary,
      element('div', { class: 'diagnosis-buttons' }, copy, run, close),
      remark,
    ),
  );

  function drawGroups(event: DiagnosisEvent): void {
    const ids = new Set(event.groups.map(({ id }) => id));
    for (const [id, view] of groups) {
      if (!ids.has(id)) view.element.remove();
    }
    for (const [index, group] of event.groups.entries()) {
      let view = groups.get(group.id);
      if (!view) {
        view = createDiagnosisGroup(group, texts);
        groups.set(group.id, view);
      }
      if (list.children[index] !== view.element)
        list.insertBefore(view.element, list.children[index] ?? null);
      view.update(group);
    }
  }

  page.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || isComposing(event)) return;
    // The panel would stop the answer.
    event.stopPropagation();
    event.preventDefault();
    if (shown?.state === 'running') post({ type: 'stop-diagnosis' });
    else onLeave();
  });

  return {
    element: page,
    handle(event) {
      const isRunning = event.state === 'running';
      // It may be over before the page is there to see it run.
      const hasEnded = !isRunning && (shown === undefined || shown.state === 'running');
      shown = event;
      intro.textContent = event.intro;
      surroundings.replaceChildren(...event.surroundings.map((line) => element('li', {}, line)));
      drawGroups(event);
      list.setAttribute('aria-busy', String(isRunning));
      page.dataset['state'] = event.state;
      summary.textContent = isRunning ? texts.diagnosisChecking : event.summary;
      summary.hidden = summary.textContent === '';
      const label = run.querySelector('.label');
      if (label) label.textContent = isRunning ? texts.stop : texts.diagnosisAgain;
      if (hasEnded) context.announce(event.summary);
    },
    focus: () => title.focus(),
  };
}
