import type { SensitivePlace } from './sensitivePlaces.ts';

const code = '{js,cjs,mjs,jsx,ts,cts,mts,tsx}';

/** What the tools of JavaScript and TypeScript load. */
export const scriptPlaces: readonly SensitivePlace[] = [
  {
    program: 'ESLint',
    occasion: 'check',
    paths: [
      `{eslint,*.eslint}.config{,.*}.${code}`,
      '.eslintrc{,.*}',
      'tslint.json',
      '{.oxlintrc.json,oxlint.config.ts,.xo-config.*}',
    ],
  },
  { program: 'Prettier', occasion: 'check', paths: ['.prettierrc{,.*}', `prettier.config.${code}`] },
  { program: 'Stylelint', occasion: 'check', paths: ['.stylelintrc{,.*}', `stylelint.config.${code}`] },
  {
    program: 'markdownlint',
    occasion: 'check',
    paths: [
      '.markdownlint-cli2.*',
      '.markdownlint.{cjs,mjs}',
      '.{remarkrc,textlintrc}{,.*}',
      'dprint.json{,c}',
    ],
  },
  {
    program: 'Babel',
    occasion: 'build',
    paths: [
      '.{babelrc,swcrc,postcssrc,browserslistrc,parcelrc}{,.*}',
      `{babel,postcss,tailwind,swc}.config{,.*}.${code}`,
    ],
  },
  {
    program: 'Vite',
    occasion: 'build',
    paths: [
      `{vite,vitest,webpack,rollup,rolldown,rspack,rsbuild,tsup,tsdown,esbuild,metro,svelte,vue}.config{,.*}.${code}`,
      `{next,nuxt,astro,remix,react-router,gatsby,quasar,ember,angular,solid,qwik,umi,taro}.config{,.*}.${code}`,
      `.{umirc,fatherrc,dumirc}{,.*}.${code}`,
      `config-overrides{,.*}.${code}`,
      `{.eleventy,gatsby-node,gatsby-browser,gatsby-ssr,webpack.mix,webpack.common,webpack.dev,webpack.prod}.${code}`,
      '{.storybook,.vitepress,.nuxt,.umi}/**',
    ],
  },
  {
    program: 'Jest',
    occasion: 'test',
    paths: [
      `{jest,playwright,cypress,karma,wdio,ava,nightwatch,protractor,codecept}.{config,conf}{,.*}.${code}`,
      `{jest,vitest}{.,-}setup{,.*}.${code}`,
      `{vitest.workspace,jest.preset,jest-preset,setupTests}{,.*}.${code}`,
      '.{mocharc,nycrc,c8rc,taprc,jestrc}{,.*}',
      '{jest.config,nodemon}.json',
      `{wallaby,.wallaby,testem,.testem,setup-jest,setupJest}.${code}`,
      'cypress/{support,plugins}/**',
    ],
  },
  {
    program: 'GraphQL',
    occasion: 'check',
    paths: ['.graphqlrc{,.*}', `{graphql,codegen}.config.${code}`, '/codegen.{yml,yaml,ts}'],
  },
  {
    program: 'Node.js',
    occasion: 'start',
    paths: [`.*rc.${code}`, '{.noderc,.node_repl}', '**/node_modules/**'],
  },
  {
    program: 'Node.js',
    occasion: 'check',
    paths: [
      `.dependency-cruiser{,.*}.${code}`,
      '.dependency-cruiser.json',
      '{,.}cspell{,.config}.{json,jsonc,yaml,yml}',
    ],
  },
  {
    program: 'npm',
    occasion: 'install',
    paths: ['{.npmrc,npmrc,.bowerrc}', '.npm/**', '{binding.gyp,*.gyp,*.gypi}'],
  },
  {
    program: 'Yarn',
    occasion: 'install',
    paths: ['.yarnrc{,.yml,.yaml}', '.yarn/**', '.pnp.{js,cjs,loader.mjs,data.json}', 'yarn.config.cjs'],
  },
  { program: 'pnpm', occasion: 'install', paths: ['{,.}pnpmfile.{js,cjs,mjs}', '.pnpm-config/**'] },
  { program: 'Bun', occasion: 'install', paths: ['{,.}bunfig.toml'] },
  {
    program: 'npm',
    occasion: 'install',
    isEveryday: true,
    paths: [
      '{package,npm-shrinkwrap,package-lock,lerna,rush,jsr}.{json,json5,yaml}',
      '{yarn.lock,pnpm-lock.yaml,pnpm-workspace.yaml,bun.lock,bun.lockb,bower.json}',
    ],
  },
  {
    program: 'Deno',
    occasion: 'task',
    isEveryday: true,
    paths: ['{deno,import_map}.{json,jsonc}', 'deno.lock'],
  },
  {
    program: 'Nx',
    occasion: 'task',
    isEveryday: true,
    paths: [
      '{nx,nest-cli}.{json,jsonc,yml}',
      '/{project,turbo,angular,lage,wireit,moon}.{json,jsonc,yml}',
      '{apps,libs,packages}/*/project.json',
      `{gulpfile,Gruntfile,Jakefile,Cakefile,webpackfile,ember-cli-build,esbuild}{,.babel,.esm}.${code}`,
      '{Gruntfile,Gulpfile}.coffee',
      '{electron-builder,.electron-builder}.*',
      `{knexfile,plopfile}.${code}`,
      '.moon/**',
    ],
  },
  {
    program: 'Node.js',
    occasion: 'build',
    isEveryday: true,
    paths: [`*.{config,conf}{,.*}.${code}`],
  },
];
