import { languageFor, monaco, type editor } from './monaco';
import type { Diagnostic } from './diagnostics';
import { editBetween, type PlainState } from './handOver';

const MARKER_OWNER = 'compiler';

/** A file as the editor is given it. */
export interface EditedFile {
  /** The same whatever the file is called. */
  key: string;
  name: string;
  /** What the file holds when it is opened; from then on the editor knows better. */
  content: string;
}

/** A file as the editor has it. */
interface OpenFile {
  name: string;
  readonly model: editor.ITextModel;
  view: editor.ICodeEditorViewState | null;
}

export interface CodeEditorEvents {
  onChange: (key: string, content: string) => void;
  onRun: () => void;
}

const OPTIONS: editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  accessibilitySupport: 'auto',
  fixedOverflowWidgets: true,
  fontSize: 14,
  lineHeight: 21,
  links: false,
  minimap: { enabled: false },
  padding: { top: 10, bottom: 10 },
  renderControlCharacters: true,
  renderFinalNewline: 'on',
  scrollBeyondLastLine: false,
  stickyScroll: { enabled: false },
  wordBasedSuggestions: 'allDocuments',
};

/** One Monaco editor over several files. It owns their texts: each is given to it once, and changes only by being edited. */
export class CodeEditor {
  private readonly editor: editor.IStandaloneCodeEditor;
  private readonly files = new Map<string, OpenFile>();
  private opening: number | null = null;
  private active = '';

  constructor(
    element: HTMLElement,
    private readonly events: CodeEditorEvents,
    readOnly: boolean,
  ) {
    const style = getComputedStyle(element);
    this.editor = monaco.editor.create(element, {
      ...OPTIONS,
      model: null,
      readOnly,
      domReadOnly: readOnly,
      fontFamily: style.getPropertyValue('--mono'),
      ariaLabel: 'Source code',
    });
    this.editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => {
      events.onRun();
    });
  }

  static setDark(dark: boolean): void {
    monaco.editor.setTheme(dark ? 'coderunner-dark' : 'coderunner-light');
  }

  /**
   * Brings the editor to these files. One that it has already keeps its text, its undo history and its cursor, whatever it is called now;
   * with another `opening` it is another program's, and all begin anew.
   */
  setFiles(opening: number, files: readonly EditedFile[], languageNames: readonly string[]): void {
    const wanted = new Set(opening === this.opening ? files.map((file) => file.key) : []);
    this.opening = opening;
    for (const [key, file] of this.files) {
      if (wanted.has(key)) continue;
      file.model.dispose();
      this.files.delete(key);
    }
    for (const { key, name, content } of files) {
      const file = this.files.get(key) ?? this.open(key, name, content);
      file.name = name;
      const language = languageFor(languageNames, name);
      if (file.model.getLanguageId() !== language) monaco.editor.setModelLanguage(file.model, language);
    }
    this.label();
  }

  /** Shows the file of that key. */
  show(key: string): void {
    const file = this.files.get(key);
    if (file === undefined || this.editor.getModel() === file.model) return;
    const before = this.files.get(this.active);
    if (before?.model === this.editor.getModel()) before.view = this.editor.saveViewState();
    this.active = key;
    this.editor.setModel(file.model);
    if (file.view !== null) this.editor.restoreViewState(file.view);
    this.label();
  }

  /** Goes on where a text area was: with its text, of which what was typed there can be undone, its cursor and its focus. */
  takeOver(plain: PlainState): void {
    const model = this.editor.getModel();
    if (model === null) return;
    this.editor.layout();
    // What was told of it before may be a part of it.
    if (model.getValue(monaco.editor.EndOfLinePreference.LF) !== plain.before) model.setValue(plain.before);
    const edit = editBetween(plain.before, plain.text);
    if (edit !== null) {
      this.editor.executeEdits('plain', [{ range: monaco.Range.fromPositions(edit.from, edit.to), text: edit.text }]);
      this.editor.pushUndoStop();
    }
    const { anchor, cursor } = plain;
    this.editor.setSelection(new monaco.Selection(anchor.lineNumber, anchor.column, cursor.lineNumber, cursor.column));
    this.editor.setScrollTop(plain.scrollTop);
    if (plain.focused) this.editor.focus();
  }

  setDiagnostics(diagnostics: readonly Diagnostic[]): void {
    for (const { name, model } of this.files.values()) {
      const markers = diagnostics.filter((found) => found.file === name).map((found) => toMarker(found, model));
      monaco.editor.setModelMarkers(model, MARKER_OWNER, markers);
    }
  }

  reveal(line: number, column: number): void {
    const position = { lineNumber: line, column };
    this.editor.setPosition(position);
    this.editor.revealPositionInCenterIfOutsideViewport(position);
    this.editor.focus();
  }

  dispose(): void {
    this.editor.dispose();
    for (const { model } of this.files.values()) model.dispose();
    this.files.clear();
  }

  private open(key: string, name: string, content: string): OpenFile {
    const model = monaco.editor.createModel(content, PLAIN_TEXT);
    model.onDidChangeContent(() => {
      this.events.onChange(key, model.getValue());
    });
    const file = { name, model, view: null };
    this.files.set(key, file);
    return file;
  }

  private label(): void {
    const file = this.files.get(this.active);
    if (file !== undefined) this.editor.updateOptions({ ariaLabel: `Source code of ${file.name}` });
  }
}

const PLAIN_TEXT = 'plaintext';

function toMarker(found: Diagnostic, model: editor.ITextModel): editor.IMarkerData {
  // Edited since, the source may be shorter than the compiler saw it.
  const line = Math.min(found.line, model.getLineCount());
  const column = Math.min(found.column, model.getLineMaxColumn(line));
  const word = model.getWordAtPosition({ lineNumber: line, column });
  const severities = {
    error: monaco.MarkerSeverity.Error,
    warning: monaco.MarkerSeverity.Warning,
    info: monaco.MarkerSeverity.Info,
  };
  return {
    severity: severities[found.severity],
    message: found.message,
    startLineNumber: line,
    startColumn: column,
    endLineNumber: line,
    endColumn: word?.endColumn ?? column + 1,
  };
}
