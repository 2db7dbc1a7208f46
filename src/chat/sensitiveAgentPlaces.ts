import type { SensitivePlace } from './sensitivePlaces.ts';

/** Instructions of assistants, and what they start. */
export const agentPlaces: readonly SensitivePlace[] = [
  {
    program: 'MCP',
    occasion: 'connect',
    paths: [
      '{.mcp,mcp,*.mcp}.{json,toml,yaml,yml}',
      '.mcp/**',
      '{mcp_config,mcp-config,mcp_settings,mcp-settings,mcp-servers,cline_mcp_settings}.json',
      'claude_desktop_config.json',
    ],
  },
  {
    program: 'Hanlin',
    occasion: 'obey',
    paths: ['{AGENTS,AGENTS.override,AGENTS.local,AGENT}.md', '.hanlin/**', '.hanlinignore'],
  },
  {
    program: 'GitHub Copilot',
    occasion: 'obey',
    paths: [
      '{copilot-instructions,.copilot-*-instructions,copilot-*-instructions}.md',
      '.github/{instructions,prompts,chatmodes,agents,skills,hooks,copilot}/**',
      '*.{instructions,prompt,chatmode,agent}.md',
      '{.copilot,.copilotignore}',
      '.copilot/**',
      '.config/github-copilot/**',
    ],
  },
  {
    program: 'Claude Code',
    occasion: 'obey',
    paths: [
      'CLAUDE{,.local}.md',
      '.claude.json',
      '{.claude,.claude-plugin}/**',
      'SKILL.md',
      'hooks/hooks.json',
    ],
  },
  { program: 'Gemini', occasion: 'obey', paths: ['GEMINI.md', '{.gemini,.idx}/**', '.geminiignore'] },
  { program: 'Qwen Code', occasion: 'obey', paths: ['QWEN.md', '{.qwen,.lingma,.qoder}/**', '.qwenignore'] },
  {
    program: 'Cursor',
    occasion: 'obey',
    paths: ['.{cursorrules,cursorignore,cursorindexingignore}', '.cursor/**'],
  },
  {
    program: 'Windsurf',
    occasion: 'obey',
    paths: ['.{windsurfrules,codeiumignore}', '.{windsurf,codeium}/**'],
  },
  { program: 'Cline', occasion: 'obey', paths: ['.{clinerules*,clineignore}', '.{clinerules,cline}/**'] },
  { program: 'Roo Code', occasion: 'obey', paths: ['.{roorules*,roomodes,rooignore}', '.roo/**'] },
  {
    program: 'Kilo Code',
    occasion: 'obey',
    paths: ['.{kilocoderules*,kilocodemodes,kilocodeignore}', '.kilocode/**'],
  },
  { program: 'Codex', occasion: 'obey', paths: ['/CODEX.md', '{.codex,.agents,.agent}/**'] },
  { program: 'Aider', occasion: 'obey', paths: ['.aider.*', '.aiderignore', '/CONVENTIONS.md'] },
  {
    program: 'Continue',
    occasion: 'obey',
    paths: ['.{continuerules,continuerc.json,continueignore}', '.continue/**'],
  },
  { program: 'Trae', occasion: 'obey', paths: ['.traerules', '{.trae,.trae-cn,.marscode}/**'] },
  { program: 'CodeBuddy', occasion: 'obey', paths: ['CODEBUDDY.md', '{.codebuddy,.comate}/**'] },
  { program: 'iFlow', occasion: 'obey', paths: ['IFLOW.md', '.iflow/**'] },
  {
    program: 'opencode',
    occasion: 'obey',
    paths: ['{,.}opencode.{json,jsonc}', '{.opencode,.config/opencode}/**'],
  },
  { program: 'Crush', occasion: 'obey', paths: ['/CRUSH.md', '/crush.json', '.crush.json', '.crush/**'] },
  {
    program: 'Amazon Q',
    occasion: 'obey',
    paths: ['{.amazonq,.kiro}/**'],
  },
  {
    program: 'Augment',
    occasion: 'obey',
    paths: [
      '{.augment-guidelines,.augmentignore}',
      '{.augment,.tabnine,.factory,.zencoder,.sourcegraph,.cody,.bito,.refact,.tabby,.aiassistant}/**',
    ],
  },
  {
    program: 'OpenHands',
    occasion: 'obey',
    paths: [
      '{.goosehints,.rules,.openhands_instructions}',
      '/{JULES,AMP,replit}.md',
      '{.openhands,.goose,.junie,.jules,.amp,.devin,.ruler,.pi,.kode,.forge,.vibe,.letta,.pochi,.serena}/**',
      '{.codebuff,.firebender,.rovodev,.antigravity,.rulesync,.mux,.conductor,.superset,.gptme,.omp}/**',
      '/{conductor,codebuff,gptme,forge}.{json,toml,yaml}',
    ],
  },
  { program: 'Warp', occasion: 'obey', paths: ['/WARP.md', '.warp/**'] },
  { program: 'Kimi Code', occasion: 'obey', paths: ['{.kimi,.kimi-code}/**'] },
  { program: 'JoyCode', occasion: 'obey', paths: ['.joycode/**'] },
  { program: 'CodeFlicker', occasion: 'obey', paths: ['.codeflicker/**'] },
  { program: 'Neovate Code', occasion: 'obey', paths: ['.neovate/**'] },
  { program: 'CatPaw', occasion: 'obey', paths: ['.catpaw/**'] },
  { program: 'CoStrict', occasion: 'obey', paths: ['.costrict/**'] },
  { program: 'Grok', occasion: 'obey', paths: ['.grok/**'] },
  { program: 'Qodo', occasion: 'obey', paths: ['.qodo/**'] },
  {
    program: 'CodeRabbit',
    occasion: 'obey',
    paths: ['.coderabbit.{yaml,yml}', '.pr_agent.toml', '/greptile.json', '/sweep.yaml'],
  },
];
