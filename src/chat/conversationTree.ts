import { holds } from './answerContent.ts';
import { type AnswerTurn, isRunning, type Turn } from './conversation.ts';

/** What is in memory of a conversation. */
export interface LoadedConversation {
  /** All that are loaded, deleted ones too, in the order of the file. Of a turn that is there twice the first counts. */
  readonly turns: readonly Turn[];
  /** The ids of the turns that were deleted; some may not be loaded. */
  readonly deleted: ReadonlySet<string>;
  /** The last turn of the branch that is shown; undefined where there is none, or where it is not loaded. */
  readonly head: string | undefined;
  /** False: only the end of the file was read. */
  readonly complete: boolean;
}

export const emptyConversation: LoadedConversation = {
  turns: [],
  deleted: new Set(),
  head: undefined,
  complete: true,
};

/** Where turns can follow: a turn, the beginning of the conversation, or a turn that is not loaded. */
interface Place {
  readonly children: Node[];
}

interface Node extends Place {
  turn: Turn;
  /** What it followed when it was made. Always something older, so that no file can make a circle. */
  readonly above: Place;
  /** Position in the order of making. */
  readonly order: number;
}

/**
 * The turns of a conversation, and the branch of them that is shown. Following the shown branch while an answer grows
 * costs the same however many turns there are.
 *
 * A deleted question takes its answers along; what followed them follows what they followed.
 */
export class ConversationTree {
  readonly #complete: boolean;
  readonly #deleted: Set<string>;
  /** Also by the ids of answers that others are shown in the place of. */
  readonly #nodes = new Map<string, Node>();
  /** Answers that others are shown in the place of. */
  readonly #replaced = new Map<string, AnswerTurn>();
  readonly #beginning: Place = { children: [] };
  /** What turns follow that are loaded while it is not. */
  readonly #absent = new Map<string, Place>();
  readonly #branch: Turn[] = [];
  /** Where in `#branch` a turn is. */
  readonly #positions = new Map<string, number>();

  constructor({ turns, deleted, head, complete }: LoadedConversation) {
    this.#complete = complete;
    this.#deleted = new Set(deleted);
    for (const turn of turns) this.add(turn);
    this.#lead(head === undefined ? undefined : this.#nodes.get(head));
  }

  /** The turns that are shown, as far as they are loaded. The array lives: it changes along with the tree. */
  get branch(): readonly Turn[] {
    return this.#branch;
  }

  /** The last turn of the branch. */
  get head(): string | undefined {
    return this.#branch.at(-1)?.id;
  }

  /** Whether everything is loaded. */
  get isComplete(): boolean {
    return this.#complete;
  }

  /** Whether the branch begins before what is loaded. */
  get hasEarlier(): boolean {
    const first = this.#branch[0];
    return first ? !this.#isFirst(first) : !this.#complete;
  }

  /** All that is loaded, as it would have to be given to the constructor. */
  get loaded(): LoadedConversation {
    const turns = [...this.#nodes].flatMap(
      ([id, { turn }]) => this.#replaced.get(id) ?? (turn.id === id ? turn : []),
    );
    return { turns, deleted: this.#deleted, head: this.head, complete: this.#complete };
  }

  /** A turn, or the one that is shown in its place. */
  find(id: string): Turn | undefined {
    return this.#nodes.get(id)?.turn;
  }

  /** Whether the turn is loaded and not deleted. */
  has(id: string): boolean {
    const node = this.#nodes.get(id);
    return node !== undefined && !this.#isGone(node);
  }

  /**
   * Adds a turn without showing it, except for an answer that another one makes way for. One that is there already, and an
   * answer without its question, change nothing.
   */
  add(turn: Turn): void {
    const known = this.#nodes.get(turn.id);
    if (known?.turn.id === turn.id || this.#replaced.has(turn.id)) return;
    // The one in its place came first, as in a file of which a line is lost.
    if (known) this.#nodes.delete(turn.id);
    if (turn.role === 'answer' && this.#putInPlace(turn, known)) return;
    const above = this.#place(turn);
    if (!above) return;
    const node: Node = { turn, above, children: [], order: this.#nodes.size };
    above.children.push(node);
    this.#nodes.set(turn.id, node);
    // What followed the one that it replaces follows it, should that one be lost.
    if (turn.role === 'answer' && turn.replaces !== undefined && !this.#nodes.has(turn.replaces))
      this.#nodes.set(turn.replaces, node);
  }

  /**
   * Puts an answer in the place of the one that it replaces, or leaves that one where it is if it has more. One that is
   * being written neither makes way nor is left out.
   */
  #putInPlace(answer: AnswerTurn, inItsPlace: Node | undefined): boolean {
    const node = inItsPlace ?? this.#nodes.get(answer.replaces ?? '');
    const old = node?.turn;
    if (!node || old?.role !== 'answer' || old.parent !== answer.parent) return false;
    if (isRunning(old.status)) return false;
    if (!inItsPlace && holds(answer, old)) {
      this.#replaced.set(old.id, old);
      this.#show(node, answer);
    } else if (!isRunning(answer.status) && holds(old, answer)) {
      this.#replaced.set(answer.id, answer);
    } else return false;
    this.#nodes.set(answer.id, node);
    return true;
  }

  #show(node: Node, turn: Turn): void {
    const position = this.#positions.get(node.turn.id);
    if (position !== undefined) {
      this.#branch[position] = turn;
      this.#positions.delete(node.turn.id);
      this.#positions.set(turn.id, position);
    }
    node.turn = turn;
  }

  /** Puts a turn into the place of the one with the same id. */
  replace(turn: Turn): void {
    const node = this.#nodes.get(turn.id);
    if (!node) throw new RangeError(`No turn ${turn.id} in this conversation.`);
    if (turn.role === 'answer' && this.#replaced.has(turn.id)) this.#replaced.set(turn.id, turn);
    else this.#show(node, turn);
  }

  /** The turns from the beginning, as far as they are loaded, to this one, which is the last. */
  branchTo(id: string): readonly Turn[] {
    const turns: Turn[] = [];
    for (let node = this.#nodes.get(id); node; node = asNode(this.#follows(node))) turns.push(node.turn);
    return turns.reverse();
  }

  /** Whether all turns before this one are loaded. */
  isWhole(id: string): boolean {
    const first = this.branchTo(id)[0];
    return first !== undefined && this.#isFirst(first);
  }

  /**
   * Shows the branch through a turn, and from there on through the newest ones; in place of a deleted turn, and of one
   * that nobody knows, what is nearest.
   *
   * @returns the last turn that was shown before and still is; null if there is none.
   */
  show(id: string): string | null {
    const node = this.#nodes.get(id);
    if (!node && !this.#complete) return this.#lead(undefined);
    return this.#lead(this.#end(node ?? this.#beginning));
  }

  /** The last turn of the branch that `show` would show. */
  endOf(id: string): string | undefined {
    const node = this.#nodes.get(id);
    return node && this.#end(node)?.turn.id;
  }

  /** Which of the turns that could be shown at its place a turn is, from 1, and of how many. */
  alternatives(id: string): { readonly index: number; readonly count: number } {
    const node = this.#nodes.get(id);
    if (!node) return { index: 1, count: 1 };
    const all = this.#alternatives(node);
    const missing = this.#missing(node, all);
    return { index: missing + all.indexOf(node) + 1, count: missing + all.length };
  }

  /** The alternative before or after a turn; `absent` where it is there but not loaded. */
  neighbour(id: string, step: -1 | 1): Turn | 'absent' | undefined {
    const node = this.#nodes.get(id);
    if (!node) return undefined;
    const all = this.#alternatives(node);
    const index = all.indexOf(node) + step;
    return all[index]?.turn ?? (index < 0 && this.#missing(node, all) > 0 ? 'absent' : undefined);
  }

  /** The `alternative` of a turn that is about to be made. `parent` is loaded, or has a child that is. */
  nextAlternative(parent: string | null): number {
    const place = parent === null ? this.#beginning : (this.#nodes.get(parent) ?? this.#absent.get(parent));
    return Math.max(0, ...(place?.children ?? []).map(({ turn }) => turn.alternative)) + 1;
  }

  /** The ids of a question and all its answers; none if there is no such question. */
  exchange(questionId: string): readonly string[] {
    const node = this.#nodes.get(questionId);
    if (node?.turn.role !== 'question' || this.#isGone(node)) return [];
    return [questionId, ...node.children.map(({ turn }) => turn.id)];
  }

  /**
   * Takes out turns that `exchange` gave. If the shown branch ends among them, it ends as near as it can.
   *
   * @returns like `show`; undefined where the shown branch is the same.
   */
  delete(ids: readonly string[]): string | null | undefined {
    const head = this.#nodes.get(this.head ?? '');
    for (const id of ids) this.#deleted.add(id);
    return this.#leadAnew(head && (this.#isGone(head) ? this.#end(head) : head));
  }

  /**
   * Brings deleted turns back, and shows them.
   *
   * @returns like `delete`.
   */
  restore(ids: readonly string[]): string | null | undefined {
    for (const id of ids) this.#deleted.delete(id);
    const head = this.#nodes.get(this.head ?? '');
    const restored = this.#nodes.get(ids[0] ?? '');
    if (!restored) return undefined;
    const onBranch = head && this.branchTo(head.turn.id).includes(restored.turn);
    return this.#leadAnew(onBranch ? head : this.#end(restored));
  }

  /** Where a new turn belongs; undefined for an answer without its question. */
  #place({ role, parent }: Turn): Place | undefined {
    const node = parent === null ? undefined : this.#nodes.get(parent);
    if (role === 'answer') return node?.turn.role === 'question' ? node : undefined;
    if (node?.turn.role === 'answer') return node;
    if (parent === null || this.#complete) return this.#beginning;
    const place = this.#absent.get(parent) ?? { children: [] };
    this.#absent.set(parent, place);
    return place;
  }

  #isFirst({ id }: Turn): boolean {
    const node = this.#nodes.get(id);
    return node !== undefined && this.#follows(node) === this.#beginning;
  }

  #isGone({ turn }: Node): boolean {
    return this.#deleted.has(turn.role === 'question' ? turn.id : turn.parent);
  }

  /** What a turn follows now that others may have been deleted. */
  #follows(node: Node): Place {
    let place = node.above;
    for (let above = asNode(place); above && this.#isGone(above); above = asNode(place)) place = above.above;
    return place;
  }

  /** What follows a place now, in the order of making. */
  #next(place: Place): readonly Node[] {
    const found: Node[] = [];
    const open = [...place.children];
    for (let node = open.pop(); node; node = open.pop()) {
      if (this.#isGone(node)) open.push(...node.children);
      else found.push(node);
    }
    return found.sort((a, b) => a.order - b.order);
  }

  #alternatives(node: Node): readonly Node[] {
    return this.#next(this.#follows(node));
  }

  /** How many alternatives are not loaded: all of them are older than those that are. */
  #missing(node: Node, alternatives: readonly Node[]): number {
    const place = this.#follows(node);
    const all = this.#complete || asNode(place) !== undefined;
    return all ? 0 : (alternatives[0]?.turn.alternative ?? 1) - 1;
  }

  /** The end of the branch that goes on from a place through the newest turns. */
  #end(from: Place): Node | undefined {
    const node = asNode(from);
    let place = node && this.#isGone(node) ? this.#follows(node) : from;
    for (let next = this.#next(place).at(-1); next; next = this.#next(place).at(-1)) place = next;
    return asNode(place);
  }

  /** Leads the branch to another end, changing only what is behind the last turn that both have. */
  #lead(head: Node | undefined): string | null {
    const added: Turn[] = [];
    let node = head;
    for (; node && !this.#positions.has(node.turn.id); node = asNode(this.#follows(node)))
      added.push(node.turn);
    const kept = node ? (this.#positions.get(node.turn.id) ?? 0) + 1 : 0;
    for (const { id } of this.#branch.splice(kept)) this.#positions.delete(id);
    for (const turn of added.reverse()) this.#positions.set(turn.id, this.#branch.push(turn) - 1);
    return this.#branch[kept - 1]?.id ?? null;
  }

  /** The same after turns in the middle have come or gone. */
  #leadAnew(head: Node | undefined): string | null | undefined {
    const before = this.#branch.splice(0);
    this.#positions.clear();
    this.#lead(head);
    const differs = before.findIndex(({ id }, index) => this.#branch[index]?.id !== id);
    const kept = differs === -1 ? before.length : differs;
    return kept === this.#branch.length && kept === before.length
      ? undefined
      : (before[kept - 1]?.id ?? null);
  }
}

function asNode(place: Place): Node | undefined {
  return 'turn' in place ? (place as Node) : undefined;
}

/** All of a conversation, where a part of it was in memory already: what is in memory has gone on since. */
export function mergeLoaded(memory: LoadedConversation, file: LoadedConversation): LoadedConversation {
  const inMemory = new Map(memory.turns.map((turn) => [turn.id, turn]));
  return {
    turns: [...file.turns.map((turn) => inMemory.get(turn.id) ?? turn), ...memory.turns],
    deleted: new Set([...memory.deleted, ...[...file.deleted].filter((id) => !inMemory.has(id))]),
    head: memory.head ?? file.head,
    complete: file.complete,
  };
}
