import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import { useMedia } from '../../ui/hooks';
import type { CodeEditor, EditedFile } from './codeEditor';
import type { Diagnostic } from './diagnostics';
import styles from './EditorPane.module.css';

/** What others may ask of the editor. */
export interface EditorHandle {
  reveal: (line: number, column: number) => void;
}

interface EditorPaneProps {
  files: readonly EditedFile[];
  active: string;
  /** The names of the program's language, to colour the main source by. */
  languageNames: readonly string[];
  diagnostics: readonly Diagnostic[];
  readOnly?: boolean;
  onChange?: (file: string, content: string) => void;
  onRun?: () => void;
  ref?: Ref<EditorHandle>;
}

const NOTHING = (): void => undefined;

/** The editor: a plain text area at once, Monaco as soon as it is there. Where it never comes, the text area stays. */
export function EditorPane(props: EditorPaneProps): ReactNode {
  const { files, active, languageNames, diagnostics, readOnly = false, onChange = NOTHING, onRun = NOTHING, ref } = props;
  const host = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  const editor = useRef<CodeEditor | null>(null);
  const [loading, setLoading] = useState<'loading' | 'ready' | 'failed'>('loading');
  const dark = useMedia('(prefers-color-scheme: dark)');

  const events = useRef({ onChange, onRun });
  useLayoutEffect(() => {
    events.current = { onChange, onRun };
  });

  useEffect(() => {
    let gone = false;
    import('./codeEditor').then(
      ({ CodeEditor }) => {
        if (gone || host.current === null) return;
        editor.current = new CodeEditor(
          host.current,
          {
            onChange: (file, content) => {
              events.current.onChange(file, content);
            },
            onRun: () => {
              events.current.onRun();
            },
          },
          readOnly,
        );
        setLoading('ready');
      },
      () => {
        if (!gone) setLoading('failed');
      },
    );
    return () => {
      gone = true;
      editor.current?.dispose();
      editor.current = null;
    };
  }, [readOnly]);

  useEffect(() => {
    if (loading !== 'ready') return;
    void import('./codeEditor').then(({ CodeEditor }) => {
      CodeEditor.setDark(dark);
    });
  }, [dark, loading]);

  useEffect(() => {
    editor.current?.setFiles(files, languageNames);
    editor.current?.show(active);
  }, [files, languageNames, active, loading]);

  useEffect(() => {
    editor.current?.setDiagnostics(diagnostics);
  }, [diagnostics, files.length, loading]);

  useImperativeHandle(ref, () => ({
    reveal: (line, column) => {
      if (editor.current === null) revealPlain(plain.current, line);
      else editor.current.reveal(line, column);
    },
  }));

  const content = files.find((file) => file.name === active)?.content ?? '';
  return (
    <div className={styles.pane}>
      {loading !== 'ready' && (
        <textarea
          ref={plain}
          className={styles.plain}
          aria-label={`Source code of ${active}`}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          readOnly={readOnly}
          value={content}
          onChange={(event) => {
            onChange(active, event.target.value);
          }}
        />
      )}
      <div ref={host} className={styles.monaco} hidden={loading !== 'ready'} data-testid="editor" data-loading={loading} />
      {loading === 'failed' && (
        <p role="status" className={styles.notice}>
          The full editor could not be loaded; this plain one works too. Reload the page to try again.
        </p>
      )}
    </div>
  );
}

function revealPlain(area: HTMLTextAreaElement | null, line: number): void {
  if (area === null) return;
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
}
