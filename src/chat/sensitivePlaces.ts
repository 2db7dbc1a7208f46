import { agentPlaces } from './sensitiveAgentPlaces.ts';
import { editorPlaces } from './sensitiveEditorPlaces.ts';
import { homePlaces } from './sensitiveHomePlaces.ts';
import { languagePlaces } from './sensitiveLanguagePlaces.ts';
import { repositoryPlaces } from './sensitiveRepositoryPlaces.ts';
import { scriptPlaces } from './sensitiveScriptPlaces.ts';

/** When a program takes what is in a file without being told to take it. */
export type Occasion =
  /** A build server or a host, when the file is pushed. */
  | 'push'
  /** Git and the like, as part of another command. */
  | 'commit'
  /** An editor, when the folder is opened. */
  | 'open'
  /** An assistant, as instructions. */
  | 'obey'
  /** An assistant, which starts the programs that are named. */
  | 'connect'
  | 'install'
  | 'build'
  | 'test'
  /** A linter or formatter, which an editor starts. */
  | 'check'
  /** Whenever the program starts. */
  | 'start'
  /** A shell that enters the folder. */
  | 'enter'
  /** The system, by the clock or at a login. */
  | 'login'
  /** One of several tasks. */
  | 'task'
  /** As variables of programs. */
  | 'environment'
  /** A web server, at once. */
  | 'serve'
  /** When the program is next started or told to load it. */
  | 'load'
  /** A host, which asks the people in the file for their review. */
  | 'review'
  /** Programs that sign in with what is in it. */
  | 'sign-in'
  /** Nobody can tell which file is meant. */
  | 'short-name';

/** Files that do something by being there, beside what a file of a program does. */
export interface SensitivePlace {
  /** What runs, loads or obeys them: a proper name, or a word of `programWord`. */
  readonly program: string;
  readonly occasion: Occasion;
  /**
   * Patterns for the end of a path (`pathPattern.ts`), at any depth of the workspace. With `/` before it: only at the root
   * of a project, because the name is an ordinary one elsewhere. With `**` and `/` before it, and where it begins with a
   * hidden folder: even if the workspace lies inside that place.
   */
  readonly paths: readonly string[];
  /** Written every day: asked about once for each file until the window is closed, not each time. */
  readonly isEveryday?: true;
}

/** All of them. Where several fit, the first that is not written every day is told. */
export const sensitivePlaces: readonly SensitivePlace[] = [
  ...agentPlaces,
  ...repositoryPlaces,
  ...editorPlaces,
  ...homePlaces,
  ...scriptPlaces,
  ...languagePlaces,
];
