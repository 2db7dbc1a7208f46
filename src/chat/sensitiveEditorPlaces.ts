import type { SensitivePlace } from './sensitivePlaces.ts';

/** Settings, tasks and scripts of editors. */
export const editorPlaces: readonly SensitivePlace[] = [
  {
    program: 'VS Code',
    occasion: 'open',
    paths: [
      '.vscode/**',
      '{,*}.code-workspace',
      '{.vscode-server,.vscode-server-insiders,.vscode-insiders,.vscode-oss,.vscode-remote}/**',
      '.vscode-test.{js,cjs,mjs,json}',
      '**/{.config,Application Support,Roaming}/{Code,Code - *,VSCodium,Cursor,Windsurf,Trae*,Kiro,Qoder,Positron,Antigravity}/User/**',
      '**/{user-data,code-server}/User/**',
      'vscode-userdata/**',
    ],
  },
  {
    program: 'Dev Containers',
    occasion: 'open',
    paths: ['.devcontainer/**', '{,.}devcontainer.json', 'devcontainer-feature.json'],
  },
  {
    program: 'JetBrains IDE',
    occasion: 'open',
    paths: ['{.idea,.run,.fleet}/**', '*.{run.xml,iml,ipr,iws}', '.ideavimrc'],
  },
  {
    program: 'Visual Studio',
    occasion: 'open',
    paths: [
      '.vs/**',
      '{tasks,launch}.vs.json',
      '*.{csproj.user,vcxproj.user}',
      '{CppProperties,omnisharp}.json',
    ],
  },
  { program: 'Zed', occasion: 'open', paths: ['.zed/**', '.config/zed/**'] },
  {
    program: 'Vim',
    occasion: 'open',
    paths: [
      '{.,_}{exrc,nvimrc,vimrc,gvimrc,lvimrc}',
      '.{nvim.lua,local.vimrc,vimrc.*,vimspector.json}',
      '{.vim,.nvim}/**',
      '.config/{nvim,vim}/**',
    ],
  },
  {
    program: 'Emacs',
    occasion: 'open',
    paths: [
      '.dir-locals{,-2}.el',
      '.emacs{,.el}',
      '.emacs.d/**',
      '.config/emacs/**',
      '.{projectile,spacemacs}',
    ],
  },
  { program: 'Helix', occasion: 'open', paths: ['{.helix,.lapce,.nova}/**', '.config/helix/**'] },
  {
    program: 'Sublime Text',
    occasion: 'open',
    paths: ['*.{sublime-project,sublime-workspace,sublime-build}'],
  },
  {
    program: 'Eclipse',
    occasion: 'open',
    paths: ['{.project,.classpath,.factorypath}', '{.externalToolBuilders,.settings}/**'],
  },
  {
    program: 'Xcode',
    occasion: 'open',
    paths: ['**/*.{xcodeproj,xcworkspace}/**', '*.playground/**', '*.{pbxproj,xcscheme}'],
  },
  { program: 'Kate', occasion: 'open', paths: ['{.kateproject,.kateconfig}', '*.pro.user'] },
  {
    program: 'Gitpod',
    occasion: 'open',
    paths: [
      '.gitpod.{yml,yaml,Dockerfile}',
      '{.replit,replit.nix,.stackblitzrc}',
      '.codesandbox/**',
      '{.ddev/**,.lando.yml,devfile.yaml,.devfile.yaml}',
      '.theia/**',
    ],
  },
];
