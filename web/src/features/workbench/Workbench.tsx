import { useEffect, useEffectEvent, useMemo, useRef, useState, type ReactNode } from 'react';
import { useMedia, useStored } from '../../ui/hooks';
import { Splitter } from '../../ui/Splitter';
import { Tabs } from '../../ui/Tabs';
import { parseDiagnostics, type Diagnostic } from '../editor/diagnostics';
import { EditorPane, type EditorHandle } from '../editor/EditorPane';
import { FileBar } from '../editor/FileBar';
import { EXAMPLES } from '../library/examples';
import { LibraryDialog } from '../library/LibraryDialog';
import { InputPanel } from '../options/InputPanel';
import { OptionsPanel } from '../options/OptionsPanel';
import { ResultPanel } from '../result/ResultPanel';
import type { RunState } from '../run/controller';
import { useRun } from '../run/useRun';
import { ShareDialog } from '../share/ShareDialog';
import { TestsPanel } from '../tests/TestsPanel';
import { ranCases } from '../tests/cases';
import { MAIN_KEY, type Draft } from '../workspace/draft';
import { InputError, toRequest } from '../workspace/toRequest';
import { useDraft } from '../workspace/useDraft';
import { useLanguages } from '../workspace/useLanguages';
import { newFile, sourceName, type Workspace } from '../workspace/workspace';
import { Header } from './Header';
import { Toolbar } from './Toolbar';
import styles from './Workbench.module.css';

const NARROW = '(max-width: 899px)';
const NO_DIAGNOSTICS: readonly Diagnostic[] = [];

type Panel = 'input' | 'tests' | 'options';

const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 100;

/** The page on which programs are written and run; it begins with the given one, or with the one that this tab had last. */
export function Workbench({ given = null }: { given?: Workspace | null }): ReactNode {
  const draft = useDraft(given);
  const program = draft.getProgram();
  return program === null ? null : <LoadedWorkbench draft={draft} workspace={program.workspace} opening={program.opening} />;
}

interface LoadedProps {
  draft: Draft;
  workspace: Workspace;
  opening: number;
}

function LoadedWorkbench({ draft, workspace, opening }: LoadedProps): ReactNode {
  const { change } = draft;
  const { languages, problem } = useLanguages();
  const run = useRun();
  const editor = useRef<EditorHandle>(null);
  const result = useRef<HTMLDivElement>(null);
  const [inputError, setInputError] = useState<InputError | null>(null);
  const [panel, setPanel] = useState<Panel>('input');
  const [dialog, setDialog] = useState<'library' | 'share' | null>(null);
  const [columns, setColumns] = useStored('coderunner.columns', 56, isShare);
  const [plainRows, setPlainRows] = useStored('coderunner.rows', 42, isShare);
  const [testRows, setTestRows] = useStored('coderunner.testRows', 70, isShare);
  const narrow = useMedia(NARROW);

  // Tests need more room than the input, and what they wrote is shown among them.
  const [rows, setRows] = panel === 'tests' ? [testRows, setTestRows] : [plainRows, setPlainRows];
  const language = languages.find((one) => one.id === workspace.language);
  const main = sourceName(language);
  const [chosen, setChosen] = useState(MAIN_KEY);
  const files = useMemo(
    () => [{ key: MAIN_KEY, name: main, content: workspace.code }, ...workspace.files],
    [main, workspace.code, workspace.files],
  );
  const active = files.find((file) => file.key === chosen) ?? { key: MAIN_KEY, name: main };
  const keyOf = (name: string): string => files.find((file) => file.name === name)?.key ?? MAIN_KEY;
  const languageNames = useMemo(() => [workspace.language, ...(language === undefined ? [] : [language.name, ...language.aliases])], [workspace.language, language]);
  const state: RunState = inputError === null ? run.state : { kind: 'refused', error: inputError };
  const compileOutput = state.kind === 'finished' ? state.result.compileOutput : '';
  const names = files.map((file) => file.name).join('\n');
  const diagnostics = useMemo(
    () => (compileOutput === '' ? NO_DIAGNOSTICS : parseDiagnostics(compileOutput, names.split('\n'))),
    [compileOutput, names],
  );

  const start = (onTests: boolean): void => {
    if (state.kind === 'sending' || state.kind === 'following') return;
    setInputError(null);
    try {
      draft.keep();
      // What is typed is not drawn: this is newer than what was drawn last.
      const present = draft.getProgram()?.workspace ?? workspace;
      run.run(toRequest(present, onTests), onTests ? ranCases(present) : []);
      if (narrow) result.current?.scrollIntoView({ block: 'start' });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      setInputError(error);
    }
  };
  // On the panel with the tests, running means running them.
  const startShown = (): void => {
    start(panel === 'tests' && workspace.tests.length > 0);
  };
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented || dialog !== null) return;
    event.preventDefault();
    startShown();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      pressed(event);
    };
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', listen);
    };
  }, []);

  const openPlace = (place: Diagnostic): void => {
    setChosen(keyOf(place.file));
    // After the editor has changed files.
    setTimeout(() => editor.current?.reveal(place.line, place.column));
  };
  const replace = (next: Workspace): void => {
    run.reset();
    setInputError(null);
    setChosen(MAIN_KEY);
    draft.open(next);
  };

  const jobId = run.state.kind === 'following' || run.state.kind === 'finished' ? run.state.job.jobId : null;
  return (
    <div className={styles.page}>
      <Header>
        <Toolbar
          workspace={workspace}
          languages={languages}
          run={run.state}
          onChange={change}
          onExample={(index) => {
            const example = EXAMPLES[index]?.make();
            if (example !== undefined) replace(example);
          }}
          onLibrary={() => { setDialog('library'); }}
          onShare={() => { setDialog('share'); }}
          onRun={startShown}
          onCancel={run.cancel}
        />
      </Header>
      {problem !== null && (
        <p role="status" className={styles.banner}>
          {problem} The page keeps trying; what you write is kept in this browser.
        </p>
      )}
      <main className={styles.main}>
        <h1 className="visually-hidden">Write and run a program</h1>
        <section aria-label="Program" className={styles.editor} style={narrow ? undefined : { flexBasis: `${columns}%` }}>
          <FileBar
            names={files.map((file) => file.name)}
            active={active.name}
            onSelect={(name) => { setChosen(keyOf(name)); }}
            onAdd={(name) => {
              const file = newFile({ name, content: '' });
              change((present) => ({ files: [...present.files, file] }));
              setChosen(file.key);
            }}
            onRename={(name, next) => {
              change((present) => ({ files: present.files.map((file) => (file.name === name ? { ...file, name: next } : file)) }));
            }}
            onRemove={(name) => {
              change((present) => ({ files: present.files.filter((file) => file.name !== name) }));
              setChosen(MAIN_KEY);
            }}
          />
          <EditorPane
            ref={editor}
            opening={opening}
            files={files}
            active={active.key}
            languageNames={languageNames}
            diagnostics={diagnostics}
            onRun={startShown}
            onChange={draft.type}
          />
          <p className={styles.keys}>
            <kbd>Ctrl</kbd>+<kbd>Enter</kbd> runs. In the editor <kbd>Tab</kbd> indents; <kbd>Ctrl</kbd>+<kbd>M</kbd> makes it move on instead.
          </p>
        </section>
        {!narrow && <Splitter label="Width of the editor" direction="columns" value={columns} onChange={setColumns} />}
        <div className={styles.side}>
          <div className={styles.top} style={narrow ? undefined : { flexBasis: `${rows}%` }}>
            <Tabs<Panel>
              label="What the program gets"
              selected={panel}
              onSelect={setPanel}
              tabs={[
                { id: 'input', label: 'Input', content: <InputPanel workspace={workspace} onChange={change} /> },
                {
                  id: 'tests',
                  label: 'Tests',
                  badge: workspace.tests.length === 0 ? undefined : String(workspace.tests.length),
                  content: <TestsPanel workspace={workspace} run={run.state} onChange={change} onRun={() => { start(true); }} />,
                },
                { id: 'options', label: 'Options', content: <OptionsPanel workspace={workspace} language={language} onChange={change} /> },
              ]}
            />
          </div>
          {!narrow && <Splitter label="Height of the input" direction="rows" value={rows} onChange={setRows} />}
          <div ref={result} className={styles.bottom}>
            <ResultPanel run={state} diagnostics={diagnostics} onOpen={openPlace} />
          </div>
        </div>
      </main>
      {dialog === 'library' && <LibraryDialog onShow={draft.keep} onOpen={replace} onClose={() => { setDialog(null); }} />}
      {dialog === 'share' && jobId !== null && <ShareDialog jobId={jobId} onClose={() => { setDialog(null); }} />}
    </div>
  );
}
