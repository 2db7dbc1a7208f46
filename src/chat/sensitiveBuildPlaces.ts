import type { SensitivePlace } from './sensitivePlaces.ts';

/** What runs tasks and builds, whatever the language. */
export const buildPlaces: readonly SensitivePlace[] = [
  {
    program: 'clangd',
    occasion: 'check',
    paths: [
      '{.clangd,compile_commands.json,compile_flags.txt,.ccls,.ycm_extra_conf.py}',
      '.config/clangd/**',
    ],
  },
  {
    program: 'Bazel',
    occasion: 'build',
    paths: [
      '{.bazelrc,*.bazelrc,.bazelversion,.bazeliskrc,.buckconfig,.buckconfig.local}',
      'tools/bazel{,.bat}',
    ],
  },
  {
    program: 'Bazel',
    occasion: 'build',
    isEveryday: true,
    paths: [
      '{BUILD,WORKSPACE,MODULE,REPO}.bazel',
      '/WORKSPACE',
      '{BUILD,BUCK,TARGETS,pants.toml,BUILD.pants}',
      '*.{bzl,bxl}',
    ],
  },
  { program: 'latexmk', occasion: 'build', paths: ['{.,}latexmkrc'] },
  { program: 'Trunk', occasion: 'check', paths: ['.trunk/**'] },
  { program: 'Xcode', occasion: 'build', paths: ['.xcode.env{,.local}'] },
  {
    program: 'PlatformIO',
    occasion: 'build',
    isEveryday: true,
    paths: ['{platformio.ini,west.yml,.west/config}'],
  },
  {
    program: 'CMake',
    occasion: 'open',
    isEveryday: true,
    paths: [
      'CMakeLists.txt',
      '*.cmake',
      '{CMakePresets,CMakeUserPresets,CMakeSettings}.json',
      '{cmake-kits,cmake-variants}.{json,yaml}',
    ],
  },
  {
    program: 'Make',
    occasion: 'task',
    isEveryday: true,
    paths: [
      '{Makefile,GNUmakefile,BSDmakefile,*.mk,*.mak,Makefile.*,makefile.*}',
      '{configure,configure.ac,configure.in,*.m4,autogen.sh}',
    ],
  },
  {
    program: 'Meson',
    occasion: 'build',
    isEveryday: true,
    paths: [
      '{meson.build,meson_options.txt,meson.options,*.ninja}',
      '{SConstruct,SConscript,wscript,xmake.lua,premake5.lua,*.gn,*.gni,.gn}',
      '{conanfile.py,conanfile.txt,vcpkg.json,vcpkg-configuration.json}',
    ],
  },
  {
    program: 'Nix',
    occasion: 'build',
    isEveryday: true,
    paths: ['{flake,shell,default}.nix', 'flake.lock'],
  },
  { program: 'just', occasion: 'task', isEveryday: true, paths: ['{justfile,.justfile,*.just}'] },
  {
    program: 'Task',
    occasion: 'task',
    isEveryday: true,
    paths: [
      'Taskfile{,.dist}.{yml,yaml}',
      '{maskfile.md,Makefile.toml,tusk.yml,xcfile.md,Earthfile,Tiltfile,dagger.json}',
    ],
  },
  { program: 'Vagrant', occasion: 'task', isEveryday: true, paths: ['Vagrantfile', 'Vagrantfile.*'] },
  {
    program: 'Docker',
    occasion: 'task',
    isEveryday: true,
    paths: [
      '{Dockerfile,Containerfile,Dockerfile.*,Containerfile.*,*.Dockerfile,*.Containerfile}',
      '{docker-compose*,compose,compose.*}.{yml,yaml}',
      'docker-bake*.{hcl,json}',
      '{skaffold,devspace}.{yaml,yml}',
      '/garden.{yaml,yml}',
    ],
  },
  { program: 'Heroku', occasion: 'task', isEveryday: true, paths: ['Procfile{,.*}'] },
  {
    program: 'Ansible',
    occasion: 'start',
    paths: ['{ansible,.ansible}.cfg', '{.terraformrc,terraform.rc}', '.terraform/**'],
  },
  {
    program: 'Docker',
    occasion: 'environment',
    isEveryday: true,
    paths: [
      '.env',
      '.env.{local,*.local,development,production,test,staging,dev,prod}',
      '{.flaskenv,.dev.vars,.env.vault}',
    ],
  },
];
