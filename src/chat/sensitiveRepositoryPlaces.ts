import type { SensitivePlace } from './sensitivePlaces.ts';

/** What build servers, hosts and Git run. */
export const repositoryPlaces: readonly SensitivePlace[] = [
  {
    program: 'GitHub',
    occasion: 'push',
    paths: [
      '.github/{workflows,actions}/**',
      '{action,action.docker}.{yml,yaml}',
      '.github/{dependabot,settings,mergify}.{yml,yaml}',
      '{CODEOWNERS,.mergify.yml}',
    ],
  },
  {
    program: 'GitLab',
    occasion: 'push',
    paths: ['{,*}.gitlab-ci.{yml,yaml}', '.gitlab/{ci,agents,ci-templates}/**', '.gitlab/*.{yml,yaml}'],
  },
  { program: 'Gitee', occasion: 'push', paths: ['.workflow/**', '.gitee/{pipelines,workflows}/**'] },
  { program: 'Gitea', occasion: 'push', paths: ['{.gitea,.forgejo}/{workflows,actions}/**'] },
  { program: 'CircleCI', occasion: 'push', paths: ['.circleci/**', 'circle.yml'] },
  {
    program: 'Jenkins',
    occasion: 'push',
    paths: ['{Jenkinsfile,Jenkinsfile.*,*.jenkinsfile}', '.jenkins/**'],
  },
  {
    program: 'Azure Pipelines',
    occasion: 'push',
    paths: [
      '{,.}azure-pipelines*.{yml,yaml}',
      '{.azure-pipelines,.azuredevops,azure-pipelines}/**',
      '.vsts-ci.yml',
    ],
  },
  { program: 'Bitbucket', occasion: 'push', paths: ['bitbucket-pipelines*.{yml,yaml}'] },
  { program: 'Drone', occasion: 'push', paths: ['.drone.{yml,yaml,star,jsonnet}'] },
  { program: 'Woodpecker', occasion: 'push', paths: ['.woodpecker.{yml,yaml}', '.woodpecker/**'] },
  { program: 'Travis CI', occasion: 'push', paths: ['.travis.{yml,yaml}'] },
  { program: 'Buildkite', occasion: 'push', paths: ['.buildkite/**', 'buildkite.{yml,yaml}'] },
  { program: 'AppVeyor', occasion: 'push', paths: ['{,.}appveyor.yml'] },
  { program: 'Cirrus CI', occasion: 'push', paths: ['.cirrus.{yml,yaml,star}'] },
  { program: 'TeamCity', occasion: 'push', paths: ['.teamcity/**'] },
  { program: 'CNB', occasion: 'push', paths: ['.cnb.{yml,yaml}', '.cnb/**', '.coding-ci.yml', '.aoneci/**'] },
  { program: 'Zuul', occasion: 'push', paths: ['{,.}zuul.{yml,yaml}', '{zuul.d,.zuul.d}/**'] },
  {
    program: 'CI',
    occasion: 'push',
    paths: [
      '{.semaphore,.tekton,.prow,.builds,bamboo-specs,ci_scripts,.ci,.expeditor,.evergreen}/**',
      '{codefresh,bitrise,codemagic,screwdriver,wercker,shippable,.build,.scrutinizer,.codeclimate}.{yml,yaml}',
      '{cloudbuild,buildspec,appspec}*.{yml,yaml}',
      'cloudbuild*.json',
      '{.readthedocs,readthedocs}.{yml,yaml}',
      '{netlify,fly}.toml',
      '{vercel,now,firebase}.json',
      'wrangler.{toml,json,jsonc}',
      'render.yaml',
    ],
  },
  {
    program: 'Renovate',
    occasion: 'push',
    paths: ['{renovate,.renovaterc}.{json,json5,jsonc}', '.renovaterc', '.github/renovate.json*'],
  },
  {
    program: 'Git',
    occasion: 'commit',
    paths: [
      '.git',
      '{.git,*.git}/**',
      '{.gitattributes,.gitmodules,.gitconfig,.gitconfig.*,gitconfig}',
      '.config/git/**',
      '{.githooks,.git-hooks,githooks,git-hooks,.git_hooks,git_hooks}/**',
      '{applypatch-msg,pre-applypatch,post-applypatch,pre-commit,pre-merge-commit,prepare-commit-msg,commit-msg}{,.sh,.bash,.py,.rb,.js,.cjs,.mjs,.ps1,.cmd,.bat,.exe}',
      '{post-commit,pre-rebase,post-checkout,post-merge,pre-push,pre-receive,post-receive,post-rewrite}{,.sh,.bash,.py,.rb,.js,.cjs,.mjs,.ps1,.cmd,.bat,.exe}',
      '{post-update,reference-transaction,push-to-checkout,pre-auto-gc,sendemail-validate,fsmonitor-watchman}{,.sh,.pl,.py}',
    ],
  },
  { program: 'Husky', occasion: 'commit', paths: ['.husky/**', '.huskyrc{,.*}'] },
  {
    program: 'Lefthook',
    occasion: 'commit',
    paths: ['{,.}{lefthook,lefthook-local}.{yml,yaml,toml,json,jsonc}', '{.lefthook,.lefthook-local}/**'],
  },
  {
    program: 'pre-commit',
    occasion: 'commit',
    paths: [
      '{.pre-commit-config,.pre-commit-hooks,prek}.{yaml,yml,toml}',
      '.overcommit.yml',
      '{captainhook.json,grumphp.yml,.cz.toml}',
    ],
  },
  {
    program: 'Git',
    occasion: 'commit',
    paths: ['.{lintstagedrc,commitlintrc,simple-git-hooks,czrc,releaserc}{,.*}', 'simple-git-hooks.*'],
  },
  {
    program: 'Mercurial',
    occasion: 'commit',
    paths: ['{.hg,.svn,.jj,.sl,.bzr}/**', '{.hgrc,hgrc,mercurial.ini,.jjconfig.toml}', '.config/{hg,jj}/**'],
  },
];
