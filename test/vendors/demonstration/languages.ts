import type { Syntax } from './maskCode.ts';

/** A pattern for one line of masked code; its first group is the name. */
export interface DefinitionPattern {
  readonly kind: DefinitionKind;
  readonly pattern: RegExp;
}

export type DefinitionKind =
  | 'function'
  | 'method'
  | 'class'
  | 'interface'
  | 'type'
  | 'enum'
  | 'struct'
  | 'trait';

export interface Language {
  /** The name people write. */
  readonly label: string;
  readonly syntax: Syntax;
  /** Where the body of a definition ends: at its closing brace, or where the indentation returns. */
  readonly body: 'braces' | 'indentation' | 'none';
  readonly definitions: readonly DefinitionPattern[];
  /** Tried on every original line; the first group names what is imported. */
  readonly imports: readonly RegExp[];
  readonly branchKeywords: readonly string[];
}

const cSyntax: Syntax = { lineComments: ['//'], blockComment: ['/*', '*/'], quotes: ['"', "'"] };
const scriptSyntax: Syntax = { ...cSyntax, quotes: ['"', "'", '`'], regexes: true };
const runeSyntax: Syntax = { ...cSyntax, characterQuotes: true };
const hashSyntax: Syntax = { lineComments: ['#'], quotes: ['"', "'"] };
const plainSyntax: Syntax = { lineComments: [], quotes: [] };

const cBranches = ['if', 'for', 'while', 'switch', 'catch'];

const typedMethod =
  /^\s*(?!return\b|else\b|new\b|throw\b|await\b|using\b|case\b)(?:[\w<>[\],.?*&:~]+\s+)+[*&]?([A-Za-z_]\w*)\s*\([^;]*\)\s*(?:throws [\w, .]+|const|noexcept|override|final)?\s*\{/;

const scriptDefinitions: readonly DefinitionPattern[] = [
  { kind: 'function', pattern: /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\s*\*?\s*([\w$]+)/ },
  {
    kind: 'function',
    pattern:
      /^\s*(?:export\s+)?(?:const|let|var)\s+([\w$]+)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:function\b|(?:<[^>]*>\s*)?\([^;]*=>|[\w$]+\s*=>)/,
  },
  { kind: 'class', pattern: /^\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s+([\w$]+)/ },
  { kind: 'interface', pattern: /^\s*(?:export\s+)?(?:declare\s+)?interface\s+([\w$]+)/ },
  { kind: 'type', pattern: /^\s*(?:export\s+)?(?:declare\s+)?type\s+([\w$]+)\s*(?:<.*>)?\s*=/ },
  { kind: 'enum', pattern: /^\s*(?:export\s+)?(?:const\s+)?enum\s+([\w$]+)/ },
  {
    kind: 'method',
    pattern:
      /^\s+(?:(?:public|private|protected|static|async|get|set|override|abstract|readonly)\s+)*\*?(#?(?!(?:if|for|while|switch|catch|function|return|with)\b)[A-Za-z_$][\w$]*)\s*(?:<[^>]*>)?\([^;]*\)\s*(?::[^;=]+)?\{\s*$/,
  },
];

const script: Omit<Language, 'label'> = {
  syntax: scriptSyntax,
  body: 'braces',
  definitions: scriptDefinitions,
  imports: [
    /^\s*(?:import|export)\s(?:[^'"]*\sfrom\s)?\s*['"]([^'"]+)['"]/,
    /^\s*\}\s*from\s+['"]([^'"]+)['"]/,
    /\brequire\(['"]([^'"]+)['"]\)/,
  ],
  branchKeywords: cBranches,
};

const classLike: readonly DefinitionPattern[] = [
  { kind: 'class', pattern: /^\s*(?:[a-z]+\s+)*(?:class|record)\s+(\w+)/ },
  { kind: 'interface', pattern: /^\s*(?:[a-z]+\s+)*interface\s+(\w+)/ },
  { kind: 'enum', pattern: /^\s*(?:[a-z]+\s+)*enum\s+(?:class\s+)?(\w+)/ },
  { kind: 'struct', pattern: /^\s*(?:[a-z]+\s+)*struct\s+(\w+)\s*[{:]?\s*$/ },
  { kind: 'function', pattern: typedMethod },
];

const languages = new Map<string, Language>(
  Object.entries({
    typescript: { label: 'TypeScript', ...script },
    javascript: { label: 'JavaScript', ...script },
    python: {
      label: 'Python',
      syntax: { lineComments: ['#'], quotes: ['"""', "'''", '"', "'"] },
      body: 'indentation',
      definitions: [
        { kind: 'function', pattern: /^\s*(?:async\s+)?def\s+(\w+)/ },
        { kind: 'class', pattern: /^\s*class\s+(\w+)/ },
      ],
      imports: [/^\s*from\s+([\w.]+)\s+import\b/, /^\s*import\s+([\w.]+)/],
      branchKeywords: ['if', 'elif', 'for', 'while', 'except'],
    },
    java: {
      label: 'Java',
      syntax: { ...cSyntax, quotes: ['"""', '"', "'"] },
      body: 'braces',
      definitions: classLike,
      imports: [/^\s*import\s+(?:static\s+)?([\w.*]+)\s*;/],
      branchKeywords: cBranches,
    },
    csharp: {
      label: 'C#',
      syntax: cSyntax,
      body: 'braces',
      definitions: classLike,
      imports: [/^\s*using\s+([\w.]+)\s*;/],
      branchKeywords: [...cBranches, 'foreach'],
    },
    c: {
      label: 'C',
      syntax: cSyntax,
      body: 'braces',
      definitions: classLike,
      imports: [/^\s*#\s*include\s+[<"]([^>"]+)[>"]/],
      branchKeywords: cBranches,
    },
    cpp: {
      label: 'C++',
      syntax: cSyntax,
      body: 'braces',
      definitions: classLike,
      imports: [/^\s*#\s*include\s+[<"]([^>"]+)[>"]/],
      branchKeywords: cBranches,
    },
    go: {
      label: 'Go',
      syntax: { ...runeSyntax, quotes: ['"', '`', "'"] },
      body: 'braces',
      definitions: [
        { kind: 'method', pattern: /^func\s+\([^)]*\)\s*(\w+)/ },
        { kind: 'function', pattern: /^func\s+(\w+)/ },
        { kind: 'struct', pattern: /^type\s+(\w+)\s+struct\b/ },
        { kind: 'interface', pattern: /^type\s+(\w+)\s+interface\b/ },
      ],
      imports: [/^\s*import\s+(?:\w+\s+)?"([^"]+)"/],
      branchKeywords: ['if', 'for', 'switch', 'select'],
    },
    rust: {
      label: 'Rust',
      syntax: { ...runeSyntax, quotes: ['"', "'"] },
      body: 'braces',
      definitions: [
        {
          kind: 'function',
          pattern: /^\s*(?:pub(?:\([^)]*\))?\s+)?(?:const\s+)?(?:async\s+)?(?:unsafe\s+)?fn\s+(\w+)/,
        },
        { kind: 'struct', pattern: /^\s*(?:pub(?:\([^)]*\))?\s+)?struct\s+(\w+)/ },
        { kind: 'enum', pattern: /^\s*(?:pub(?:\([^)]*\))?\s+)?enum\s+(\w+)/ },
        { kind: 'trait', pattern: /^\s*(?:pub(?:\([^)]*\))?\s+)?trait\s+(\w+)/ },
      ],
      imports: [/^\s*(?:pub\s+)?use\s+([\w:]+\w)/],
      branchKeywords: ['if', 'for', 'while', 'loop', 'match'],
    },
    shellscript: {
      label: 'Shell',
      syntax: hashSyntax,
      body: 'none',
      definitions: [{ kind: 'function', pattern: /^\s*(?:function\s+)?([\w-]+)\s*\(\)/ }],
      imports: [],
      branchKeywords: ['if', 'elif', 'for', 'while', 'case'],
    },
    json: withoutCounting('JSON', plainSyntax),
    yaml: withoutCounting('YAML', hashSyntax),
    markdown: withoutCounting('Markdown', plainSyntax),
    html: withoutCounting('HTML', { lineComments: [], blockComment: ['<!--', '-->'], quotes: [] }),
    css: withoutCounting('CSS', { lineComments: [], blockComment: ['/*', '*/'], quotes: ['"', "'"] }),
    sql: withoutCounting('SQL', { lineComments: ['--'], blockComment: ['/*', '*/'], quotes: ['"', "'"] }),
  }),
);

const aliases = new Map(
  Object.entries({
    ts: 'typescript',
    tsx: 'typescript',
    mts: 'typescript',
    typescriptreact: 'typescript',
    js: 'javascript',
    jsx: 'javascript',
    mjs: 'javascript',
    javascriptreact: 'javascript',
    py: 'python',
    cs: 'csharp',
    'c++': 'cpp',
    golang: 'go',
    rs: 'rust',
    sh: 'shellscript',
    bash: 'shellscript',
    zsh: 'shellscript',
    jsonc: 'json',
    yml: 'yaml',
    md: 'markdown',
  }),
);

/** The language for a fence's tag or a VS Code language id; unknown ones are only measured line by line. */
export function languageOf(tag: string): Language {
  const id = tag.toLowerCase();
  return languages.get(aliases.get(id) ?? id) ?? withoutCounting(tag, plainSyntax);
}

function withoutCounting(label: string, syntax: Syntax): Language {
  return { label, syntax, body: 'none', definitions: [], imports: [], branchKeywords: [] };
}
