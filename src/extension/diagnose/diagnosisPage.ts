import { type StartTimer, startLivelyTimer, type Timer } from '../../net/timers.ts';
import type { HostEvent } from '../../shared/protocol.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { DiagnosisScope } from './startDiagnosis.ts';

export type StartDiagnosis = (scope: DiagnosisScope | undefined, onChange: () => void) => Promise<Diagnosis>;

/** Findings come in bursts; the page is told of them at most this often, in milliseconds. */
const pauseMs = 50;

const nothingYet: HostEvent = {
  type: 'diagnosis',
  state: 'running',
  intro: '',
  surroundings: [],
  groups: [],
  summary: '',
  report: '',
};

/** The page of a panel that shows a diagnosis, from its opening until it is left. */
export class DiagnosisPage {
  readonly #start: StartDiagnosis;
  readonly #post: (event: HostEvent) => void;
  readonly #scope: DiagnosisScope | undefined;
  #diagnosis: Diagnosis | undefined;
  readonly #startTimer: StartTimer;
  #timer: Timer | undefined;
  /** The run that is shown; undefined once the page is left. */
  #run: object | undefined;

  /** @param post may drop what it is given as long as there is no view; then `show` is called again. */
  constructor(
    start: StartDiagnosis,
    scope: DiagnosisScope | undefined,
    post: (event: HostEvent) => void,
    timer: StartTimer = startLivelyTimer,
  ) {
    this.#start = start;
    this.#scope = scope;
    this.#post = post;
    this.#startTimer = timer;
  }

  /** Looks at everything, anew if it has before. */
  async run(): Promise<void> {
    this.stop();
    const run = {};
    this.#run = run;
    this.#diagnosis = undefined;
    // What an earlier run has left on the page goes.
    this.#post(nothingYet);
    this.#post({ type: 'page', page: 'diagnosis' });
    const diagnosis = await this.#start(this.#scope, () => {
      if (this.#run === run) this.#postSoon();
    });
    if (this.#run !== run) {
      diagnosis.stop();
      return;
    }
    this.#diagnosis = diagnosis;
    this.#postView();
  }

  stop(): void {
    this.#diagnosis?.stop();
  }

  /** Shows a view that is new what there is. */
  show(): void {
    this.#post({ type: 'page', page: 'diagnosis' });
    this.#postView();
  }

  /** It is not shown any more. */
  leave(): void {
    this.#run = undefined;
    this.stop();
    this.#stopTimer();
  }

  #postSoon(): void {
    this.#timer ??= this.#startTimer(pauseMs, () => this.#postView());
  }

  #stopTimer(): void {
    this.#timer?.stop();
    this.#timer = undefined;
  }

  #postView(): void {
    this.#stopTimer();
    if (!this.#diagnosis || !this.#run) return;
    const { groups, surroundings, ...rest } = this.#diagnosis.view;
    this.#post({
      type: 'diagnosis',
      ...rest,
      surroundings: [...surroundings],
      groups: groups.map(({ rows, ...group }) => ({ ...group, rows: [...rows] })),
    });
  }
}
