/** What every attachment has. */
interface AttachmentBase {
  readonly id: string;
  /** A short name: a file's without its folder. */
  readonly name: string;
  /** Where it comes from as the user knows it: a path inside the workspace folder, a terminal's name. */
  readonly path: string;
}

/** A piece of code, or a whole file, that is sent along with a question. */
export interface CodeAttachment extends AttachmentBase {
  /** How the piece was found: marked by the user, the symbol or block around the cursor, or the file as a whole. */
  readonly kind: 'selection' | 'symbol' | 'block' | 'file';
  /** Where it can be opened again, as a URI. */
  readonly uri: string;
  /** VS Code's language id, as the label of the code. */
  readonly language: string;
  /** One-based, both included. */
  readonly startLine: number;
  readonly endLine: number;
  readonly code: string;
  /** The lines of the same file above and below; as much of them is sent as fits. Empty for a whole file. */
  readonly before: string;
  readonly after: string;
  /** The number of the notebook's cell that it is in, from 1; `path` is the notebook's. */
  readonly cell?: number;
  /** The names of the symbols around it, the outermost first. */
  readonly symbols?: readonly string[];
  /** The imports above it in its file, or in its notebook. */
  readonly imports?: string;
  /** What the editor reports in these lines, a line for each. */
  readonly problems?: string;
}

/** Text that was gathered from somewhere else than one file. */
export interface TextAttachment extends AttachmentBase {
  readonly kind: 'folder' | 'problems' | 'terminal' | 'changes';
  /** Where it can be opened again, as a URI, if it can. */
  readonly uri?: string;
  /** The label of the fence around it: `diff`, `text`. */
  readonly language: string;
  readonly text: string;
  /** How many files, problems or lines it is about. */
  readonly count?: number;
}

export interface ImageAttachment extends AttachmentBase {
  readonly kind: 'image';
  /** Such as `image/png`. */
  readonly mediaType: string;
  /** Base64, without a `data:` prefix. */
  readonly data: string;
}

/** Something sent along with a question. */
export type Attachment = CodeAttachment | TextAttachment | ImageAttachment;
