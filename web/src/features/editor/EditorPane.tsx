import { useEffect, useEffectEvent, useImperativeHandle, useLayoutEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import { flushSync } from 'react-dom';
import { useMedia } from '../../ui/hooks';
import type { CodeEditor, EditedFile } from './codeEditor';
import type { Diagnostic } from './diagnostics';
import styles from './EditorPane.module.css';
import { PlainEditor, type PlainHandle } from './PlainEditor';

/** What others may ask of the editor. */
export interface EditorHandle {
  reveal: (line: number, column: number) => void;
}

interface EditorPaneProps {
  /** Another number for another program: only then are texts of files that are there already set. */
  opening: number;
  files: readonly EditedFile[];
  /** The key of the file that is shown. */
  active: string;
  /** The names of the program's language, to colour the main source by. */
  languageNames: readonly string[];
  diagnostics: readonly Diagnostic[];
  readOnly?: boolean;
  onChange?: (key: string, content: string) => void;
  onRun?: () => void;
  ref?: Ref<EditorHandle>;
}

const NOTHING = (): void => undefined;

/**
 * The editor: a plain text area at once, Monaco as soon as it is there. Where it never comes, the text area stays. Both own their text: it
 * is given to them once, and what is typed is told, but never comes back. Whatever came back would be older than the last keys.
 */
export function EditorPane(props: EditorPaneProps): ReactNode {
  const { opening, files, active, languageNames, diagnostics, readOnly = false, onChange = NOTHING, onRun = NOTHING, ref } = props;
  const host = useRef<HTMLDivElement>(null);
  const plain = useRef<PlainHandle>(null);
  const editor = useRef<CodeEditor | null>(null);
  const waiting = useRef<(() => void) | null>(null);
  const [loading, setLoading] = useState<'loading' | 'ready' | 'failed'>('loading');
  const dark = useMedia('(prefers-color-scheme: dark)');

  const changed = useEffectEvent(onChange);
  const run = useEffectEvent(onRun);

  /**
   * Puts Monaco in the place of the text area within one task, so that no key comes in between.
   * @returns Whether it did: not while a character is being composed.
   */
  const handOver = useEffectEvent((made: typeof CodeEditor): boolean => {
    const state = plain.current?.read() ?? null;
    if (host.current === null || (plain.current !== null && state === null)) return false;
    const next = new made(
      host.current,
      {
        onChange: (key, content) => {
          changed(key, content);
        },
        onRun: () => {
          run();
        },
      },
      readOnly,
    );
    editor.current = next;
    next.setFiles(opening, files, languageNames);
    next.show(active);
    flushSync(() => {
      setLoading('ready');
    });
    if (state !== null) next.takeOver(state);
    return true;
  });

  useEffect(() => {
    let gone = false;
    import('./codeEditor').then(
      ({ CodeEditor }) => {
        const attempt = (): void => {
          if (!gone) waiting.current = handOver(CodeEditor) ? null : attempt;
        };
        attempt();
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

  // Before anything else can happen: what is typed from now on belongs to these files.
  useLayoutEffect(() => {
    editor.current?.setFiles(opening, files, languageNames);
    editor.current?.show(active);
  }, [opening, files, languageNames, active]);

  useEffect(() => {
    editor.current?.setDiagnostics(diagnostics);
  }, [diagnostics, files.length, loading]);

  useImperativeHandle(ref, () => ({
    reveal: (line, column) => {
      if (editor.current === null) plain.current?.reveal(line);
      else editor.current.reveal(line, column);
    },
  }));

  const shown = files.find((file) => file.key === active);
  return (
    <div className={styles.pane}>
      {loading !== 'ready' && shown !== undefined && (
        <PlainEditor
          key={`${opening} ${shown.key}`}
          ref={plain}
          file={shown}
          readOnly={readOnly}
          onChange={onChange}
          // After the change that ends it was told.
          onComposed={() => setTimeout(() => waiting.current?.())}
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
