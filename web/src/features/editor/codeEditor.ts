import { languageFor, monaco, type editor } from './monaco';
import type { Diagnostic } from './diagnostics';

const MARKER_OWNER = 'compiler';

/** A file as the editor is given it. */
export interface EditedFile {
  name: string;
  content: string;
}

export interface CodeEditorEvents {
  onChange: (file: string, content: string) => void;
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

/** One Monaco editor over several files. What it holds is what it was last given or what was typed since. */
export class CodeEditor {
  private readonly editor: editor.IStandaloneCodeEditor;
  private readonly models = new Map<string, editor.ITextModel>();
  private readonly views = new Map<string, editor.ICodeEditorViewState | null>();
  private active = '';
  private setting = false;

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

  /** Brings the editor to these files; what is the same already keeps its undo history. */
  setFiles(files: readonly EditedFile[], languageNames: readonly string[]): void {
    const names = new Set(files.map((file) => file.name));
    for (const [name, model] of this.models) {
      if (names.has(name)) continue;
      model.dispose();
      this.models.delete(name);
      this.views.delete(name);
    }
    this.setting = true;
    for (const file of files) {
      const model = this.models.get(file.name) ?? this.open(file.name);
      if (model.getValue() !== file.content) model.setValue(file.content);
      const language = languageFor(languageNames, file.name);
      if (model.getLanguageId() !== language) monaco.editor.setModelLanguage(model, language);
    }
    this.setting = false;
  }

  show(file: string): void {
    const model = this.models.get(file);
    if (model === undefined || this.editor.getModel() === model) return;
    this.views.set(this.active, this.editor.saveViewState());
    this.active = file;
    this.editor.setModel(model);
    const view = this.views.get(file);
    if (view !== undefined && view !== null) this.editor.restoreViewState(view);
    this.editor.updateOptions({ ariaLabel: `Source code of ${file}` });
  }

  setDiagnostics(diagnostics: readonly Diagnostic[]): void {
    for (const [name, model] of this.models) {
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
    for (const model of this.models.values()) model.dispose();
    this.models.clear();
  }

  private open(name: string): editor.ITextModel {
    const model = monaco.editor.createModel('', PLAIN_TEXT);
    model.onDidChangeContent(() => {
      if (!this.setting) this.events.onChange(name, model.getValue());
    });
    this.models.set(name, model);
    return model;
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
