/** Monaco with what this page uses of it. Only ever imported by `import()`, as it is ten times the size of the rest. */
import 'monaco-editor/features/codeEditor/register.js';
import 'monaco-editor/features/codicon/register.js';
import 'monaco-editor/features/anchorSelect/register.js';
import 'monaco-editor/features/bracketMatching/register.js';
import 'monaco-editor/features/caretOperations/register.js';
import 'monaco-editor/features/clipboard/register.js';
import 'monaco-editor/features/comment/register.js';
import 'monaco-editor/features/contextmenu/register.js';
import 'monaco-editor/features/cursorUndo/register.js';
import 'monaco-editor/features/dnd/register.js';
import 'monaco-editor/features/find/register.js';
import 'monaco-editor/features/folding/register.js';
import 'monaco-editor/features/gotoError/register.js';
import 'monaco-editor/features/gotoLine/register.js';
import 'monaco-editor/features/hover/register.js';
import 'monaco-editor/features/indentation/register.js';
import 'monaco-editor/features/lineSelection/register.js';
import 'monaco-editor/features/linesOperations/register.js';
import 'monaco-editor/features/longLinesHelper/register.js';
import 'monaco-editor/features/multicursor/register.js';
import 'monaco-editor/features/quickCommand/register.js';
import 'monaco-editor/features/readOnlyMessage/register.js';
import 'monaco-editor/features/smartSelect/register.js';
import 'monaco-editor/features/suggest/register.js';
import 'monaco-editor/features/toggleTabFocusMode/register.js';
import 'monaco-editor/features/tokenization/register.js';
import 'monaco-editor/features/unicodeHighlighter/register.js';
import 'monaco-editor/features/wordHighlighter/register.js';
import 'monaco-editor/features/wordOperations/register.js';
import 'monaco-editor/features/wordPartOperations/register.js';
import 'monaco-editor/languages/definitions/cpp/register.js';
import 'monaco-editor/languages/definitions/csharp/register.js';
import 'monaco-editor/languages/definitions/fsharp/register.js';
import 'monaco-editor/languages/definitions/go/register.js';
import 'monaco-editor/languages/definitions/java/register.js';
import 'monaco-editor/languages/definitions/javascript/register.js';
import 'monaco-editor/languages/definitions/julia/register.js';
import 'monaco-editor/languages/definitions/kotlin/register.js';
import 'monaco-editor/languages/definitions/lua/register.js';
import 'monaco-editor/languages/definitions/pascal/register.js';
import 'monaco-editor/languages/definitions/perl/register.js';
import 'monaco-editor/languages/definitions/php/register.js';
import 'monaco-editor/languages/definitions/python/register.js';
import 'monaco-editor/languages/definitions/ruby/register.js';
import 'monaco-editor/languages/definitions/rust/register.js';
import 'monaco-editor/languages/definitions/scala/register.js';
import 'monaco-editor/languages/definitions/shell/register.js';
import 'monaco-editor/languages/definitions/swift/register.js';
import 'monaco-editor/languages/definitions/typescript/register.js';
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';
import * as monaco from 'monaco-editor/editor/editor.api.js';

globalThis.MonacoEnvironment = { getWorker: () => new EditorWorker() };

// The page's own colours: those of Monaco's themes fall short of 4.5:1 for comments and numbers.
monaco.editor.defineTheme('coderunner-light', {
  base: 'vs',
  inherit: true,
  rules: [
    { token: 'comment', foreground: '4b6b4f' },
    { token: 'keyword', foreground: '0b4fa3' },
    { token: 'number', foreground: '8a3b00' },
    { token: 'string', foreground: 'a01f3f' },
  ],
  colors: { 'editor.background': '#ffffff', 'editorLineNumber.foreground': '#6a7686', 'editor.lineHighlightBackground': '#f4f6f9' },
});
monaco.editor.defineTheme('coderunner-dark', {
  base: 'vs-dark',
  inherit: true,
  rules: [
    { token: 'comment', foreground: '8fae93' },
    { token: 'keyword', foreground: '7fb8ff' },
    { token: 'number', foreground: 'e9b95f' },
    { token: 'string', foreground: 'f0a3a0' },
  ],
  colors: { 'editor.background': '#161b22', 'editorLineNumber.foreground': '#8592a3', 'editor.lineHighlightBackground': '#1b222b' },
});

export type { editor } from 'monaco-editor/editor/editor.api.js';
export { monaco };

const PLAIN = 'plaintext';

/** Monaco's name for a language, found by the names that the gateway lists. */
export function languageFor(names: readonly string[], fileName: string): string {
  const languages = monaco.languages.getLanguages();
  const extension = /\.[^./]+$/.exec(fileName)?.[0];
  const byFile = extension === undefined ? undefined : languages.find((language) => language.extensions?.includes(extension));
  const wanted = names.map((name) => name.toLowerCase());
  const byName = languages.find((language) => wanted.includes(language.id) || language.aliases?.some((alias) => wanted.includes(alias.toLowerCase())));
  const isSource = byName !== undefined && (extension === undefined || byName.extensions?.includes(extension) === true);
  return (isSource ? byName : byFile)?.id ?? PLAIN;
}
