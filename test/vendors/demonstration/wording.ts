import type { CodeFacts, Definition } from './codeFacts.ts';
import { inlineCode } from './markdown.ts';

/** The sentences of the demonstration in one language. Texts in, Markdown out. */
export interface Wording {
  readonly notice: string;
  readonly asked: (question: string) => string;
  readonly codeHeading: string;
  readonly received: (lines: number, language: string, location: string) => string;
  readonly quoted: (shown: number, lines: number) => string;
  readonly surroundings: (lines: number) => string;
  readonly furtherBlocks: (count: number) => string;
  readonly countedHeading: string;
  readonly definitionColumns: readonly string[];
  readonly measureColumns: readonly string[];
  readonly kinds: Readonly<Record<Definition['kind'], string>>;
  readonly furtherDefinitions: (count: number) => string;
  readonly measures: Readonly<Record<'lines' | 'blank' | 'comment' | 'longest', string>>;
  readonly longestDefinition: (count: number, name: string, lines: number) => string;
  readonly noDefinitions: string;
  readonly factImports: (imports: readonly string[]) => string;
  readonly factBranches: (branches: CodeFacts['branches']) => string;
  readonly factComments: (comments: number, blank: number, lines: number) => string;
  readonly factLongest: (line: number, characters: number) => string;
  readonly nextHeading: string;
  readonly nextWithCode: readonly string[];
  readonly questionHeading: string;
  readonly sent: (messages: number, model: string) => string;
  readonly sentColumns: readonly string[];
  readonly roles: Readonly<Record<'system' | 'user' | 'assistant' | 'tool', string>>;
  readonly requestIntroduction: string;
  readonly panelHeading: string;
  readonly panel: readonly string[];
  readonly nextWithQuestion: readonly string[];
  readonly thoughtAboutCode: (lines: number, language: string) => string;
  readonly thoughtAboutQuestion: (messages: number) => string;
  readonly number: (value: number) => string;
}

const number = (value: number): string => value.toLocaleString('en-US');

const lineCount = (count: number): string => `${number(count)} ${count === 1 ? 'line' : 'lines'}`;

const english: Wording = {
  notice:
    'This is a local demonstration. No model was asked: the reply is computed on this computer, from nothing but the text that Hanlin sent.',
  asked: (question) => `You asked:\n\n${question}`,
  codeHeading: 'The code that arrived',
  received: (lines, language, location) =>
    `Hanlin sent ${[`**${lineCount(lines)}**`, language === '' ? '' : `of ${language}`, location === '' ? '' : `from ${location}`].filter(Boolean).join(' ')}:`,
  quoted: (shown, lines) => `These are the first ${shown} of ${number(lines)} lines.`,
  surroundings: (lines) =>
    `${lineCount(lines)} around it came along as context, so that a model can see where the code belongs.`,
  furtherBlocks: (count) => `${count} more ${count === 1 ? 'block' : 'blocks'} of code arrived as well.`,
  countedHeading: 'What its text shows',
  definitionColumns: ['Definition', 'Line', 'Lines', 'Branches'],
  measureColumns: ['Measure', 'Value'],
  kinds: {
    function: 'function',
    method: 'method',
    class: 'class',
    interface: 'interface',
    type: 'type',
    enum: 'enum',
    struct: 'struct',
    trait: 'trait',
  },
  furtherDefinitions: (count) =>
    `${count} more ${count === 1 ? 'definition follows' : 'definitions follow'}.`,
  measures: { lines: 'Lines', blank: 'Blank lines', comment: 'Comment lines', longest: 'Longest line' },
  longestDefinition: (count, name, lines) =>
    `${count} definitions begin here. The longest function is ${name} with ${lineCount(lines)}.`,
  noDefinitions: '**Definitions:** none that start here',
  factImports: (imports) =>
    imports.length === 0
      ? '**Imports:** none here'
      : `**Imports:** ${imports.length}, ${some(imports.map(inlineCode), ', ', (rest) => ` and ${rest} more`)}`,
  factBranches: (branches) =>
    branches.length === 0
      ? '**Branches and loops:** none, it runs straight through'
      : `**Branches and loops:** ${branches.map(([keyword, count]) => `${count} × \`${keyword}\``).join(', ')}`,
  factComments: (comments, blank, lines) =>
    `**Comments:** ${comments} of ${lineCount(lines)}; ${number(blank)} ${blank === 1 ? 'is' : 'are'} blank`,
  factLongest: (line, characters) =>
    `**Longest line:** line ${line}, ${number(characters)} ${characters === 1 ? 'character' : 'characters'}`,
  nextHeading: 'Where to go from here',
  nextWithCode: [
    'Select other lines and ask for an explanation again. The reply changes with the code.',
    'Press Stop while a reply arrives. The connection closes at once, and what has arrived stays.',
    'Start with `npm start -- --live` and add your own key to ask a model itself. Each vendor gives keys on its own site, such as [bigmodel.cn](https://bigmodel.cn).',
  ],
  questionHeading: 'Your question arrived',
  sent: (messages, model) =>
    `Where ${inlineCode(model)} would answer, this server counts what it received: ${number(messages)} ${messages === 1 ? 'message' : 'messages'}.`,
  sentColumns: ['Part', 'Messages', 'Characters'],
  roles: {
    system: 'Instructions',
    user: 'Your questions',
    assistant: 'Earlier answers',
    tool: 'Tool results',
  },
  requestIntroduction:
    'In short, the request looked like this. The key is not part of it: it travels in a header, and only to the address you chose.',
  panelHeading: 'What this panel can do',
  panel: [
    '**Explain code:** select lines and run Explain Selection; the file, the line numbers and the code around them go along',
    '**Show it as it comes:** headings, lists, tables and highlighted code appear while the reply is still arriving',
    '**Keep it:** hide the panel or reload the window in the middle of a reply, and nothing is lost',
  ],
  nextWithQuestion: [
    'Open a file and select a few lines.',
    'Run Explain Selection from the context menu. The next reply quotes your code and says what can be counted in it.',
    'Start with `npm start -- --live` and add your own key to ask a model itself. Each vendor gives keys on its own site, such as [bigmodel.cn](https://bigmodel.cn).',
  ],
  thoughtAboutCode: (lines, language) =>
    `No model is thinking here; this shows where its reasoning would appear. The message holds ${lineCount(lines)} of ${language === '' ? 'code' : language}. First set strings and comments aside, then look for definitions, imports and branches, and count.`,
  thoughtAboutQuestion: (messages) =>
    `No model is thinking here; this shows where its reasoning would appear. There is no code in the question. Count the ${messages === 1 ? 'message' : `${number(messages)} messages`} and show what the panel can do.`,
  number,
};

const chinese: Wording = {
  notice: '这是本地演示，没有询问任何模型。回复由这台电脑算出，依据只有翰林发来的文字。',
  asked: (question) => `你的问题：\n\n${question}`,
  codeHeading: '收到的代码',
  received: (lines, language, location) =>
    `翰林发来了${location === '' ? '' : ` ${location} 的`} **${number(lines)} 行**${language === '' ? '代码' : ` ${language} 代码`}：`,
  quoted: (shown, lines) => `共 ${number(lines)} 行，以上是前 ${shown} 行。`,
  surroundings: (lines) => `前后另有 ${number(lines)} 行作为上下文一起发来，好让模型知道这段代码在哪里。`,
  furtherBlocks: (count) => `此外还收到 ${count} 段代码。`,
  countedHeading: '从文字中能看出什么',
  definitionColumns: ['定义', '行号', '行数', '分支'],
  measureColumns: ['项目', '数值'],
  kinds: {
    function: '函数',
    method: '方法',
    class: '类',
    interface: '接口',
    type: '类型',
    enum: '枚举',
    struct: '结构体',
    trait: 'trait',
  },
  furtherDefinitions: (count) => `后面还有 ${count} 个定义。`,
  measures: { lines: '行数', blank: '空行', comment: '注释行', longest: '最长的行' },
  longestDefinition: (count, name, lines) =>
    `这里有 ${count} 个定义，最长的函数是 ${name}，共 ${number(lines)} 行。`,
  noDefinitions: '**定义**：没有从这里开始的',
  factImports: (imports) =>
    imports.length === 0
      ? '**导入**：这里没有'
      : `**导入**：${imports.length} 处，${some(imports.map(inlineCode), '、', (rest) => ` 等，另有 ${rest} 处`)}`,
  factBranches: (branches) =>
    branches.length === 0
      ? '**分支与循环**：没有，从头直接执行到尾'
      : `**分支与循环**：${branches.map(([keyword, count]) => `\`${keyword}\` ${count} 处`).join('，')}`,
  factComments: (comments, blank, lines) =>
    `**注释**：${number(lines)} 行中有 ${number(comments)} 行，空行 ${number(blank)} 行`,
  factLongest: (line, characters) => `**最长的行**：第 ${line} 行，${number(characters)} 个字符`,
  nextHeading: '接下来可以试试',
  nextWithCode: [
    '选中别的代码，再让翰林解释一次，回复会随代码而变。',
    '回复还在输出时点“停止”，连接立刻断开，已收到的内容会保留。',
    '用 `npm start -- --live` 启动并添加自己的密钥，就能直接询问模型。密钥在各厂商的网站申请，例如 [bigmodel.cn](https://bigmodel.cn)。',
  ],
  questionHeading: '问题已收到',
  sent: (messages, model) =>
    `这里本该由 ${inlineCode(model)} 回答，演示服务器只清点收到的内容：共 ${number(messages)} 条消息。`,
  sentColumns: ['部分', '条数', '字符数'],
  roles: { system: '系统提示', user: '你的问题', assistant: '之前的回答', tool: '工具结果' },
  requestIntroduction: '请求大致如下。密钥不在其中，它放在请求头里，只发往你选定的地址。',
  panelHeading: '这个面板能做什么',
  panel: [
    '**解释代码**：选中几行，运行“解释选中的代码”，文件名、行号和前后的代码会一起发送',
    '**边收边看**：标题、列表、表格和高亮的代码，在回复输出的同时就会排好',
    '**不会丢失**：回复中途隐藏面板或重新加载窗口，内容都还在',
  ],
  nextWithQuestion: [
    '打开一个文件，选中几行代码。',
    '在右键菜单中运行“解释选中的代码”，下一条回复会引用这段代码，并说出从中能数出什么。',
    '用 `npm start -- --live` 启动并添加自己的密钥，就能直接询问模型。密钥在各厂商的网站申请，例如 [bigmodel.cn](https://bigmodel.cn)。',
  ],
  thoughtAboutCode: (lines, language) =>
    `这里没有模型在思考，只是展示思考过程会显示在哪里。消息里有 ${number(lines)} 行${language === '' ? '代码' : ` ${language} 代码`}。先把字符串和注释放到一边，再找定义、导入和分支，逐一计数。`,
  thoughtAboutQuestion: (messages) =>
    `这里没有模型在思考，只是展示思考过程会显示在哪里。问题里没有代码，那就清点收到的 ${number(messages)} 条消息，并展示面板的能力。`,
  number,
};

export const wordings: Readonly<Record<'zh' | 'en', Wording>> = { en: english, zh: chinese };

/** The first five items; `rest` words how many are left out. */
function some(items: readonly string[], separator: string, rest: (count: number) => string): string {
  const shown = items.slice(0, 5).join(separator);
  return items.length > 5 ? `${shown}${rest(items.length - 5)}` : shown;
}
