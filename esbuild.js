/**
 * Builds the extension.
 *
 *   node esbuild.js [--production] [--tests] [--watch] [--metafile]
 *
 *   src/extension/extension.ts     → dist/extension.cjs and its chunks   (extension host, CommonJS)
 *   src/webview/main.ts, main.css  → dist/webview/                       (chat view, one classic script)
 *   licences of what is in them    → dist/ThirdPartyNotices.txt          (not with --watch)
 *   test/integration/**            → dist-test/                          (--tests only)
 *
 * --production minifies and leaves source maps out; --metafile writes out/metafile-<bundle>.json for
 * https://esbuild.github.io/analyze.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { thirdPartyNotices } from './scripts/thirdPartyNotices.ts';

const root = import.meta.dirname;
const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  metafile: true,
  minify: production,
  sourcesContent: false,
  logLevel: 'warning',
  // ws would look for two native modules in every node_modules folder above the extension.
  define: { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' },
};

/**
 * Code for the extension host, in CommonJS files that share code and load on first use.
 *
 * The host wants CommonJS, but esbuild splits code only for ECMAScript modules. So the bundle is made as
 * modules first, and then each file by itself is turned into CommonJS, where `import()` becomes a late `require`:
 * a library that is only reached by `import()` costs nothing at activation, and a class that two chunks use is one class.
 *
 * @param {string} outdir
 * @param {esbuild.BuildOptions} options
 * @returns {esbuild.BuildOptions}
 */
function commonJsWithChunks(outdir, options) {
  return {
    ...common,
    ...options,
    outdir,
    format: 'esm',
    splitting: true,
    platform: 'node',
    target: 'node22',
    external: ['vscode', 'mocha'],
    outExtension: { '.js': '.cjs' },
    chunkNames: 'shared-[hash]',
    // Inline, because that is where the second step looks for the map that it continues.
    sourcemap: production ? false : 'inline',
    write: false,
    plugins: [...(options.plugins ?? []), convertToCommonJs],
  };
}

/** @type {esbuild.Plugin} */
const convertToCommonJs = {
  name: 'convert-to-commonjs',
  setup(build) {
    build.onEnd(async ({ metafile, outputFiles }) => {
      if (!metafile || !outputFiles) {
        return;
      }
      /** @type {string[]} */
      const written = [];
      /** @param {string} path @param {string} contents */
      const write = (path, contents) => {
        writeIfChanged(path, contents);
        written.push(path);
      };
      await Promise.all(
        outputFiles.map(async ({ path, text }) => {
          const { entryPoint = '' } = metafile.outputs[relative(root, path).replaceAll(sep, '/')] ?? {};
          const { code, map } = await esbuild.transform(text, {
            format: 'cjs',
            platform: 'node',
            target: 'node22',
            supported: { 'dynamic-import': false },
            minify: production,
            // A library that is CommonJS itself left the first step as `export default`. Undone, its names are importable.
            footer:
              metafile.inputs[entryPoint]?.format === 'cjs' ? 'module.exports = module.exports.default;' : '',
            sourcefile: path,
            sourcemap: production ? false : 'external',
            sourcesContent: false,
          });
          write(path, map ? `${code}//# sourceMappingURL=${basename(path)}.map\n` : code);
          if (map) {
            write(`${path}.map`, map);
          }
        }),
      );
      removeOthers(join(root, build.initialOptions.outdir ?? ''), /\.cjs(\.map)?$/, written);
    });
  },
};

/**
 * A window of VS Code may be loading these files: one that stays as it is must not be gone for a moment.
 *
 * @param {string} path
 * @param {string | Uint8Array} contents
 */
function writeIfChanged(path, contents) {
  const bytes = Buffer.from(contents);
  if (existsSync(path) && readFileSync(path).equals(bytes)) {
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/**
 * Removes what an earlier build has left: chunk names change, and what is left over would be packed.
 *
 * @param {string} directory
 * @param {RegExp} pattern
 * @param {readonly string[]} kept absolute paths
 */
function removeOthers(directory, pattern, kept) {
  if (!existsSync(directory)) {
    return;
  }
  for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const path = join(directory, file);
    if (pattern.test(file) && !kept.includes(path)) {
      rmSync(path);
    }
  }
}

/**
 * Writes what has changed, and removes what is left of an earlier build.
 *
 * @type {esbuild.Plugin}
 */
const writeView = {
  name: 'write-view',
  setup(build) {
    build.onEnd(({ outputFiles }) => {
      if (!outputFiles?.length) {
        return;
      }
      for (const { path, contents } of outputFiles) {
        writeIfChanged(path, contents);
      }
      const written = outputFiles.map(({ path }) => path);
      removeOthers(join(root, build.initialOptions.outdir ?? ''), /\.\w+$/, written);
    });
  },
};

/**
 * Whatever the source imports lazily, as entry points with names that a reader of dist/ recognises. (A chunk that
 * esbuild discovers by itself is named after the last part of its path: half of them would be called "index".)
 *
 * @param {Record<string, string>} entryPoints
 * @returns {Promise<Record<string, string>>} name of the output → source
 */
async function namedChunks(entryPoints) {
  const { metafile } = await esbuild.build({
    ...commonJsWithChunks('dist', { entryPoints }),
    plugins: [],
  });
  const lazy = Object.values(metafile.outputs)
    .map((output) => output.entryPoint)
    .filter((source) => source !== undefined && !Object.values(entryPoints).includes(source));
  return Object.fromEntries(lazy.map((source) => [chunkName(source), `./${source}`]));
}

/**
 * @param {string} source `node_modules/undici/index.js` or `src/vendors/zhipu/provider.ts`
 * @returns {string} `undici` or `vendors-zhipu-provider`
 */
function chunkName(source) {
  const library = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1];
  return (library ?? source.replace(/^src\//, '').replace(/\.ts$/, '')).replace('@', '').replaceAll('/', '-');
}

/**
 * `import.meta.dirname` and its relatives keep meaning the place of the source, so that a test finds its fixtures.
 *
 * @type {esbuild.Plugin}
 */
const placeOfSource = {
  name: 'place-of-source',
  setup(build) {
    build.onLoad({ filter: /[\\/]test[\\/].*\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
    }));
  },
};

/** @returns {Promise<esbuild.BuildOptions>} */
async function host() {
  const entryPoints = { extension: 'src/extension/extension.ts' };
  return commonJsWithChunks('dist', { entryPoints: { ...entryPoints, ...(await namedChunks(entryPoints)) } });
}

/** @returns {esbuild.BuildOptions} */
function view() {
  const style = 'src/webview/main.css';
  return {
    ...common,
    entryPoints: ['src/webview/main.ts', ...(existsSync(join(root, style)) ? [style] : [])],
    outdir: 'dist/webview',
    format: 'iife',
    platform: 'browser',
    target: 'chrome120',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    sourcemap: production ? false : 'linked',
    write: false,
    plugins: [writeView],
  };
}

/** @returns {esbuild.BuildOptions} */
function integrationTests() {
  return commonJsWithChunks('dist-test', {
    entryPoints: ['test/integration/harness/run.ts', 'test/integration/**/*.test.ts'],
    outbase: 'test/integration',
    plugins: [placeOfSource],
  });
}

/**
 * Builds now and whenever something has changed.
 *
 * @param {esbuild.BuildOptions} options
 * @returns {Promise<void>} settles when it has been built for the first time, with or without errors
 */
async function watch(options) {
  const first = Promise.withResolvers();
  /** @type {esbuild.Plugin} */
  const tell = { name: 'tell', setup: (build) => build.onEnd(() => first.resolve(undefined)) };
  const context = await esbuild.context({ ...options, plugins: [...(options.plugins ?? []), tell] });
  await context.watch();
  await first.promise;
}

async function main() {
  const bundles = {
    host: await host(),
    view: view(),
    ...(flags.has('--tests') ? { tests: integrationTests() } : {}),
  };
  /** @type {Record<string, esbuild.Metafile | undefined>} */
  const metafiles = {};
  await Promise.all(
    Object.entries(bundles).map(async ([name, options]) => {
      if (flags.has('--watch')) {
        await watch(options);
        return;
      }
      const context = await esbuild.context(options);
      const { metafile } = await context.rebuild().finally(() => context.dispose());
      metafiles[name] = metafile;
      if (flags.has('--metafile')) {
        mkdirSync(join(root, 'out'), { recursive: true });
        writeFileSync(join(root, 'out', `metafile-${name}.json`), JSON.stringify(metafile));
      }
    }),
  );
  if (flags.has('--watch')) {
    console.log('Watching for changes. Ctrl+C ends it.');
    return;
  }
  const shipped = [metafiles['host'], metafiles['view']].filter((metafile) => metafile !== undefined);
  writeIfChanged(join(root, 'dist', 'ThirdPartyNotices.txt'), await thirdPartyNotices(root, shipped));
}

main().catch((error) => {
  // esbuild has already printed the errors of the build itself.
  if (!('errors' in error)) {
    console.error(error);
  }
  process.exitCode = 1;
});
