import { ProviderError } from '../core/error.ts';
import type { FinishReason } from '../core/streamPart.ts';
import type { Translate } from './advice.ts';
import { cleanCommitMessage } from './commitMessage.ts';

/** However large the window: by then a commit should be two, and the answer is waited for; in tokens. */
const mostTokensOfChanges = 24_000;
const shareOfChanges = 0.5;
const unknownWindow = 32_000;
/** Beside the changes, where an API counts characters. */
const charactersOfRest = 4_000;
const mostCharactersPerToken = 3.6;

/** What is known of a model. */
interface ModelLimits {
  readonly contextWindow?: number;
  readonly maxInputCharacters?: number;
}

/**
 * The room for the changes, in tokens by our estimate.
 *
 * @param factor how many tokens the model counts where we estimate one
 */
export function roomForChanges(
  { contextWindow = unknownWindow, maxInputCharacters = Infinity }: ModelLimits,
  factor: number,
): number {
  const counted = Math.min(mostTokensOfChanges, contextWindow * shareOfChanges);
  const characters = Math.max(0, maxInputCharacters - charactersOfRest);
  return Math.min(counted / factor, characters / mostCharactersPerToken);
}

/** The first lines of commit messages, without those of merges. */
export function subjectsOf(
  commits: readonly { readonly message: string; readonly parents: readonly string[] }[],
): string[] {
  return commits
    .filter(({ parents }) => parents.length < 2)
    .map(({ message }) => message.split('\n', 1)[0]?.trim() ?? '')
    .filter((subject) => subject !== '');
}

/** What in the box is a hint of the user’s: not what we have written there. */
export function hintIn(typed: string, written: string | undefined): string {
  return typed === written ? '' : typed.trim();
}

/** @throws {ProviderError} where the reply is no message */
export function messageInReply(reply: string, reason: FinishReason, translate: Translate): string {
  if (reason === 'content-filter') throw new ProviderError('content-filter', '');
  const message = cleanCommitMessage(reply, true);
  if (message === '') throw new ProviderError('protocol', translate('The answer was empty.'));
  return message;
}

/** What the source control view tells of a repository. */
interface RepositoryChoice<Repository> {
  /** The one that the command is about; undefined: the one that the user is in. */
  readonly root: string | undefined;
  rootOf(repository: Repository): string;
  isSelected(repository: Repository): boolean;
  /** The one that the file in sight is in. */
  inSight(): Repository | null | undefined;
}

/** The repository whose message is to be written. */
export function chooseRepository<Repository>(
  repositories: readonly Repository[],
  { root, rootOf, isSelected, inSight }: RepositoryChoice<Repository>,
): Repository | undefined {
  if (root !== undefined) return repositories.find((one) => rootOf(one) === root);
  const [only, another] = repositories;
  if (another === undefined) return only;
  return repositories.find(isSelected) ?? inSight() ?? only;
}
