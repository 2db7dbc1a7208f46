import type { Translate } from '../../chat/advice.ts';
import {
  type CheckName,
  type CheckState,
  type DiagnosisGroup,
  type DiagnosisRow,
  type Finding,
  foldProgress,
} from '../../chat/diagnosis.ts';
import { diagnosisReport } from '../../chat/diagnosisReport.ts';
import { checkLabel, describeFinding } from '../../chat/diagnosisTexts.ts';
import { toFailure } from '../../chat/failure.ts';
import { checksOf, diagnoseApi, type Subject, type WayOut } from './diagnoseApi.ts';

/** An API with what it is called, and what of it must not be shown. */
export interface NamedSubject {
  /** Our ids of vendor and API: `zhipu/bigmodel`. */
  readonly id: string;
  /** In the user's language. */
  readonly vendor: string;
  readonly label: string;
  readonly subject: Subject;
}

export interface DiagnosisInputs {
  readonly subjects: readonly NamedSubject[];
  readonly wayOut: WayOut;
  /** Lines about this machine and the settings for the page, and for those who are to help. */
  readonly surroundings: { readonly shown: readonly string[]; readonly reported: readonly string[] };
  readonly isRemote: boolean;
  readonly translate: Translate;
  /** Takes everything secret out of a text. */
  clean(text: string): string;
  /** Milliseconds since 1970 UTC. */
  now(): number;
}

/** What can be shown of a diagnosis at some moment. All texts are clean and in the user's language. */
export interface DiagnosisView {
  readonly state: 'running' | 'done' | 'stopped';
  /** What is done, and what it costs. */
  readonly intro: string;
  readonly surroundings: readonly string[];
  readonly groups: readonly DiagnosisGroup[];
  /** How it went, in a sentence; empty while it runs. */
  readonly summary: string;
  /** The whole as Markdown. */
  readonly report: string;
}

interface Part {
  readonly named: NamedSubject;
  readonly checks: readonly CheckName[];
  findings: Finding[];
  running: CheckName[];
  isOver: boolean;
}

/** Looks at the connections of all APIs that are set up, at the same time. */
export class Diagnosis {
  readonly #inputs: DiagnosisInputs;
  readonly #onChange: () => void;
  readonly #controller = new AbortController();
  readonly #parts: readonly Part[];
  readonly #startedAt: number;
  #isOver = false;
  /** Resolves when there is nothing more to come. */
  readonly over: Promise<void>;

  /** @param onChange called when `view` has changed; not before the next task. */
  constructor(inputs: DiagnosisInputs, onChange: () => void) {
    this.#inputs = inputs;
    this.#onChange = onChange;
    this.#startedAt = inputs.now();
    this.#parts = inputs.subjects.map((named) => ({
      named,
      checks: checksOf(named.subject.api),
      findings: [],
      running: ['address'],
      isOver: false,
    }));
    this.over = this.#run();
  }

  get view(): DiagnosisView {
    const { translate, surroundings } = this.#inputs;
    const groups = this.#parts.map((part) => this.#group(part));
    const state = this.#isOver ? (this.#controller.signal.aborted ? 'stopped' : 'done') : 'running';
    const summary = this.#isOver ? this.#summary(groups) : '';
    const time = `${new Date(this.#startedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    const report = diagnosisReport(
      { surroundings: [...surroundings.reported.map(this.#inputs.clean), time], groups, summary },
      translate,
    );
    return {
      state,
      intro: this.#intro(),
      surroundings: surroundings.shown.map(this.#inputs.clean),
      groups,
      summary,
      report,
    };
  }

  stop(): void {
    this.#controller.abort();
  }

  async #run(): Promise<void> {
    await Promise.resolve();
    await Promise.all(this.#parts.map((part) => this.#diagnose(part)));
    this.#isOver = true;
    this.#onChange();
  }

  async #diagnose(part: Part): Promise<void> {
    const { signal } = this.#controller;
    const observer = {
      begin: (...checks: readonly CheckName[]) => {
        part.running = [...part.running, ...checks];
        this.#onChange();
      },
      found: (finding: Finding) => {
        if (signal.aborted) return;
        part.findings = [...part.findings, finding];
        this.#onChange();
      },
    };
    try {
      await diagnoseApi(part.named.subject, this.#inputs.wayOut, observer, signal);
    } catch (error) {
      // A fault of ours is shown like any other.
      if (!signal.aborted) observer.found({ check: 'sign-in', type: 'failed', failure: toFailure(error) });
    }
    part.isOver = true;
    this.#onChange();
  }

  #group(part: Part): DiagnosisGroup {
    const { translate, isRemote, clean } = this.#inputs;
    const { id, label, vendor } = part.named;
    // What is filled in may come from anywhere; our own sentences stay whole, whatever words a secret has in it.
    const careful: Translate = (text, values = {}) =>
      translate(
        text,
        Object.fromEntries(Object.entries(values).map(([name, value]) => [name, clean(value)])),
      );
    const describe = (finding: Finding): Words => {
      const { code, ...words } = describeFinding(finding, { vendor, translate: careful, isRemote });
      return { ...words, ...(code !== undefined && { code: clean(code) }) };
    };
    return { id, label, ...foldProgress(part, describe, (check) => checkLabel(check, translate)) };
  }

  #intro(): string {
    const { subjects, translate } = this.#inputs;
    const [first] = subjects;
    if (!first) return translate('No vendor has a key yet. Add one in the chat, then run this again.');
    return subjects.length === 1
      ? translate('{vendor} is asked one short question of about 60 tokens.', { vendor: first.vendor })
      : translate('Each of these {count} APIs is asked one short question of about 60 tokens.', {
          count: String(subjects.length),
        });
  }

  #summary(groups: readonly DiagnosisGroup[]): string {
    const { translate } = this.#inputs;
    if (groups.length === 0) return '';
    if (this.#controller.signal.aborted) return translate('Stopped before the end.');
    const works: readonly CheckState[] = ['ok', 'warning'];
    const working = groups.filter(({ state }) => works.includes(state)).length;
    return working === groups.length
      ? translate('All connections work.')
      : translate('{working} of {total} connections work.', {
          working: String(working),
          total: String(groups.length),
        });
  }
}

type Words = Omit<DiagnosisRow, 'check' | 'label'>;
