import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

// electron-vite reads this where the package `electron` is not installed. It only chooses defaults by it (ES modules or
// not, targets); the targets that count are named below.
process.env['ELECTRON_MAJOR_VER'] ??= '45';

const root = import.meta.dirname;

/**
 * pdf.js's worker and what it draws with: character maps, colour profiles, standard fonts, and decoders as WebAssembly. They lie beside the
 * page, so that nothing is ever fetched from elsewhere. What would run scripts of documents (quickjs) is left out.
 */
function pdfResources(): Plugin {
  const installed = path.join(root, 'node_modules/pdfjs-dist');
  return {
    name: 'pdf-resources',
    apply: 'build',
    generateBundle() {
      const worker = readFileSync(path.join(installed, 'build/pdf.worker.min.mjs'));
      this.emitFile({ type: 'asset', fileName: 'pdfjs/pdf.worker.min.mjs', source: worker });
      for (const folder of ['cmaps', 'iccs', 'standard_fonts', 'wasm']) {
        for (const name of readdirSync(path.join(installed, folder))) {
          if (name.startsWith('quickjs') || name.endsWith('_QUICKJS')) continue;
          const source = readFileSync(path.join(installed, folder, name));
          this.emitFile({ type: 'asset', fileName: `pdfjs/${folder}/${name}`, source });
        }
      }
    },
  };
}

export default defineConfig({
  main: {
    // Relative asset and source paths mean the same wherever the build is started.
    root,
    build: {
      outDir: path.join(root, 'out/main'),
      target: 'node24',
      rolldownOptions: {
        input: {
          cli: path.join(root, 'src-main/hosts/cli/main.ts'),
          web: path.join(root, 'src-main/hosts/web/main.ts'),
          engine: path.join(root, 'src-main/hosts/node/engine.ts'),
          ingest: path.join(root, 'src-main/processes/ingest.ts'),
          embedder: path.join(root, 'src-main/processes/embedder.ts'),
          reranker: path.join(root, 'src-main/processes/reranker.ts'),
          watcher: path.join(root, 'src-main/processes/watcher.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // Chunks lie beside the entries, so that `import.meta.dirname` is out/main in all of them.
          chunkFileNames: 'chunk-[name]-[hash].js',
        },
      },
    },
  },
  renderer: {
    root: path.join(root, 'src-renderer'),
    plugins: [svelte({ configFile: path.join(root, 'svelte.config.js') }), pdfResources()],
    build: {
      outDir: path.join(root, 'out/renderer'),
      target: 'chrome150',
      minify: true,
      // The main window's page, and the quick panel's.
      rolldownOptions: {
        input: { index: path.join(root, 'src-renderer/index.html'), quick: path.join(root, 'src-renderer/quick.html') },
      },
    },
  },
});
