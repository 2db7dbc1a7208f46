import { buildPlaces } from './sensitiveBuildPlaces.ts';
import type { SensitivePlace } from './sensitivePlaces.ts';

/** What the compilers, interpreters, package managers and tests of single languages load. */
export const languagePlaces: readonly SensitivePlace[] = [
  {
    program: 'pytest',
    occasion: 'test',
    paths: ['conftest.py', '{pytest,.pytest}.{ini,toml}', '.coveragerc'],
  },
  {
    program: 'Python',
    occasion: 'start',
    paths: [
      '{sitecustomize,usercustomize}.py',
      '*.pth',
      '**/{site-packages,dist-packages}/**',
      '{.venv,venv}/{bin,scripts}/**',
      '{pyvenv.cfg,.pythonrc,.pythonrc.py,.pythonstartup,.pdbrc,.pdbrc.py}',
      '{.ipython,.jupyter}/**',
      '{ipython,jupyter,jupyter_*}_config.{py,json}',
    ],
  },
  {
    program: 'pip',
    occasion: 'install',
    paths: [
      '{pip.conf,pip.ini,.pypirc,.pydistutils.cfg,uv.toml,poetry.toml,pdm.toml,.pdm.toml,.condarc,condarc}',
      '{.pip,.config/pip,.config/uv,.config/pypoetry}/**',
    ],
  },
  {
    program: 'Python linter',
    occasion: 'check',
    paths: ['{.pylintrc,pylintrc,.pylintrc.toml,pylintrc.toml,.flake8,mypy.ini,.mypy.ini,.pycodestyle}'],
  },
  {
    program: 'Python',
    occasion: 'install',
    isEveryday: true,
    paths: [
      '{setup.py,setup.cfg,pyproject.toml,tox.ini,noxfile.py,Pipfile,Pipfile.lock,hatch.toml,hatch_build.py}',
      '{requirements,constraints,*requirements,*-constraints,requirements*,constraints*}.{txt,in}',
      'requirements/*.{txt,in}',
      '{poetry.lock,uv.lock,pdm.lock,pylock.toml,environment.yml,environment.yaml,pixi.toml}',
      '{fabfile,dodo,pavement,setup_*,gunicorn.conf,gunicorn_conf,celeryconfig}.py',
      'features/environment.py',
      '{Snakefile,nextflow.config}',
      '{conf.py,mkdocs.yml,mkdocs.yaml}',
    ],
  },
  {
    program: 'Cargo',
    occasion: 'build',
    paths: [
      '.cargo/**',
      'build.rs',
      '{rust-toolchain,rust-toolchain.toml,.rust-analyzer.toml,rust-analyzer.toml}',
    ],
  },
  { program: 'Cargo', occasion: 'build', isEveryday: true, paths: ['Cargo.{toml,lock}'] },
  {
    program: 'Maven',
    occasion: 'build',
    paths: ['{.mvn,.m2}/**', 'mvnw{,.cmd}', '.mavenrc'],
  },
  {
    program: 'Maven',
    occasion: 'build',
    isEveryday: true,
    paths: ['{pom,*.pom,ivy}.xml', 'build.xml', '*.pom'],
  },
  {
    program: 'Gradle',
    occasion: 'build',
    paths: [
      'gradlew{,.bat}',
      'gradle/wrapper/**',
      '.gradle/**',
      '{gradle,local}.properties',
      'init.gradle{,.kts}',
      'init.d/*.kts',
    ],
  },
  {
    program: 'Gradle',
    occasion: 'build',
    isEveryday: true,
    paths: ['*.gradle{,.kts}', 'gradle/*.toml', 'buildSrc/**', '*.gradle.dcl'],
  },
  {
    program: 'sbt',
    occasion: 'build',
    paths: ['.{sbtopts,jvmopts,sbtrc,scalafix.conf}', '{.bloop,.metals,.sbt,.bsp}/**'],
  },
  {
    program: 'sbt',
    occasion: 'build',
    isEveryday: true,
    paths: ['*.sbt', 'build.{sc,mill}', 'project/{build.properties,*.scala}'],
  },
  {
    program: 'Clojure',
    occasion: 'build',
    isEveryday: true,
    paths: ['{deps,bb,shadow-cljs,build}.edn', '{project,profiles,user}.clj', '{.lsp,.clj-kondo}/**'],
  },
  {
    program: 'MSBuild',
    occasion: 'build',
    paths: ['{Directory.Build,MSBuild}.rsp', 'NuGet.config', 'dotnet-tools.json', '/global.json'],
  },
  {
    program: 'MSBuild',
    occasion: 'build',
    isEveryday: true,
    paths: [
      '*.{csproj,fsproj,vbproj,vcxproj,sqlproj,esproj,dcproj,wixproj,proj,props,targets,sln,slnx,projitems,tt}',
      'packages.config',
    ],
  },
  {
    program: 'Ruby',
    occasion: 'check',
    paths: [
      '.{rubocop,rubocop_todo,solargraph,standard,erb_lint,erb-lint,reek,haml-lint}.yml',
      '.{rspec,irbrc,pryrc,gemrc,simplecov,yardopts,mdlrc}',
      '.bundle/**',
    ],
  },
  {
    program: 'Ruby',
    occasion: 'test',
    isEveryday: true,
    paths: [
      '{spec_helper,rails_helper,test_helper}.rb',
      'features/support/*.rb',
      'config/{application,boot}.rb',
      'config/initializers/*.rb',
    ],
  },
  {
    program: 'Bundler',
    occasion: 'install',
    isEveryday: true,
    paths: [
      '{Gemfile,Gemfile.lock,gems.rb,*.gemspec,Appraisals,Brewfile,Podfile,Podfile.lock,config.ru}',
      '{Rakefile,*.rake,Guardfile,Capfile,Thorfile,Dangerfile,Fastfile}{,.rb}',
      'fastlane/**',
    ],
  },
  {
    program: 'PHP',
    occasion: 'check',
    paths: [
      '.{php-cs-fixer,php_cs}{,.dist}{,.php}',
      '{phpunit,phpcs,.phpcs,psalm}.xml{,.dist}',
      '{phpstan,phpstan.dist}.neon{,.dist}',
      '{rector,ecs,pint}.php',
      '/{rector,ecs,pint}.json',
      'tests/{Pest,bootstrap}.php',
      'wp-cli.yml',
    ],
  },
  { program: 'Composer', occasion: 'install', isEveryday: true, paths: ['composer.{json,lock}'] },
  { program: 'Elixir', occasion: 'check', paths: ['.{formatter,credo,iex,dialyzer_ignore}.exs'] },
  {
    program: 'Mix',
    occasion: 'build',
    isEveryday: true,
    paths: ['{mix,test_helper}.exs', 'config/*.exs', 'rebar.config{,.script}', 'gleam.toml', '/shard.yml'],
  },
  {
    program: 'GHC',
    occasion: 'start',
    paths: ['{.ghci,hie.yaml,.octaverc,.erlang,Setup.hs,Setup.lhs,.ocamlinit}', '.ghc/**'],
  },
  {
    program: 'Cabal',
    occasion: 'build',
    isEveryday: true,
    paths: [
      '{*.cabal,cabal.project,cabal.project.*,stack.yaml,dune,dune-project,dune-workspace,*.opam,Setup.ml}',
    ],
  },
  {
    program: 'R',
    occasion: 'start',
    paths: [
      '{.,}{Rprofile,Rprofile.site,Renviron}',
      '{.lintr,_targets.R,renv/activate.R,.R/Makevars}',
      'startup.jl',
      '.julia/config/**',
    ],
  },
  { program: 'Lua', occasion: 'check', paths: ['.{luacheckrc,luarc.json,luarc.jsonc}'] },
  { program: 'Perl', occasion: 'check', paths: ['.{perlcriticrc,perltidyrc,proverc}'] },
  {
    program: 'Go',
    occasion: 'check',
    paths: ['.golangci.{yml,yaml,toml,json}', '.air.toml', '/air.toml'],
  },
  { program: 'Go', occasion: 'build', isEveryday: true, paths: ['go.{mod,work}'] },
  { program: 'rbenv', occasion: 'environment', paths: ['{.rbenv-vars,.rvmrc}'] },
  { program: 'PowerShell', occasion: 'check', paths: ['PSScriptAnalyzerSettings.psd1'] },
  { program: 'Dart', occasion: 'check', paths: ['analysis_options.yaml'] },
  {
    program: 'SourceKit',
    occasion: 'build',
    isEveryday: true,
    paths: [
      'Package{,@swift-*}.swift',
      '{pubspec.yaml,build.zig,build.zig.zon,config.nims,nim.cfg,*.nimble,*.nims,dub.json,dub.sdl,*.hxml}',
      '{Makefile,Build}.PL',
      'flutter_test_config.dart',
      '{Project,Workspace,Tuist}.swift',
      '*.podspec',
      'magefile.go',
      '.goreleaser.{yml,yaml}',
    ],
  },
  ...buildPlaces,
];
