/** Spaces between Han and Latin, full-width punctuation: AutoCorrect, which many Chinese documentations are checked with. The only importer of it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

type Line = { l: number; c: number; old: string; new: string };
type AutoCorrect = {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  lintFor(text: string, file: string): { lines: Line[]; error: string };
};

/** Its own way to load the WebAssembly is experimental in Node, and says so at every start. */
const load = (): AutoCorrect => {
  const require = createRequire(import.meta.url);
  const glue = require('@huacnlee/autocorrect/autocorrect_bg.js') as AutoCorrect & WebAssembly.ModuleImports;
  const code = new WebAssembly.Module(readFileSync(require.resolve('@huacnlee/autocorrect/autocorrect_bg.wasm')));
  const { exports } = new WebAssembly.Instance(code, { './autocorrect_bg.js': glue });
  glue.__wbg_set_wasm(exports);
  (exports as { __wbindgen_start(): void }).__wbindgen_start();
  return glue;
};

let loaded: AutoCorrect | null = null;

/** Lines and columns count from 1; `better` is the whole piece as it should be. `file` tells the format by its ending. */
export const chineseTypography = (text: string, file: string): { line: number; column: number; better: string }[] => {
  loaded ??= load();
  return loaded.lintFor(text, file).lines.map(({ l, c, new: better }) => ({ line: l, column: c, better }));
};
