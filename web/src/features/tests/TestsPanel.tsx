import { useRef, useState, type ReactNode } from 'react';
import { saveFile } from '../result/download';
import { count } from '../result/units';
import type { RunState } from '../run/controller';
import type { Change } from '../workspace/draft';
import { newTest, type TestCase, type Workspace } from '../workspace/workspace';
import { CheckerFields } from './CheckerFields';
import { outcomesOf, runningTest } from './results';
import { exportJson, exportZip, ImportError, importTests, type NamedFile } from './testFiles';
import { TestRow } from './TestRow';
import styles from './TestsPanel.module.css';

interface TestsPanelProps {
  workspace: Workspace;
  run: RunState;
  readOnly?: boolean;
  onChange: (change: Change) => void;
  onRun: () => void;
}

/** The program's tests: a table of cases, and what came of each in the last run. */
export function TestsPanel({ workspace, run, readOnly = false, onChange, onRun }: TestsPanelProps): ReactNode {
  const { tests } = workspace;
  const [open, setOpen] = useState<string | null>(null);
  const running = runningTest(run);
  const busy = run.kind === 'sending' || run.kind === 'following';
  const outcomes = outcomesOf(run, workspace);
  const ran = [...outcomes.values()];
  const passed = ran.filter((outcome) => outcome.verdict === 'accepted' && !outcome.outdated).length;
  const outdated = ran.filter((outcome) => outcome.outdated).length;

  // Of the tests as they are by then: files are read while others are edited.
  const setTests = (change: (present: TestCase[]) => TestCase[]): void => {
    onChange((present) => ({ tests: change(present.tests) }));
  };
  const add = (): void => {
    const test = newTest();
    setTests((present) => [...present, test]);
    setOpen(test.key);
  };

  return (
    <div className={styles.panel}>
      <h2 className="visually-hidden">Tests</h2>
      {!readOnly && (
        <div className={styles.bar}>
          <button type="button" className="button primary small" disabled={tests.length === 0 || busy} onClick={onRun}>
            Run all tests
          </button>
          <button type="button" className="button small" onClick={add}>
            Add test
          </button>
          <Exchange tests={tests} onImport={(imported) => { setTests((present) => [...present, ...imported]); }} />
        </div>
      )}
      {ran.length > 0 && (
        <p role="status" className={styles.score} data-good={passed === tests.length}>
          {passed} of {count(tests.length, 'test')} passed
          {outdated > 0 && `, ${outdated} changed since`}
        </p>
      )}
      {tests.length === 0 ? (
        <p className={styles.empty}>A test is an input and the output that the program should give for it. The program is compiled once for all of them.</p>
      ) : (
        <ol className={styles.rows}>
          {tests.map((test, index) => (
            <TestRow
              key={test.key}
              test={test}
              index={index}
              jobId={run.kind === 'finished' ? run.result.jobId : null}
              outcome={outcomes.get(test.key) ?? null}
              running={running === test.key}
              open={open === test.key}
              readOnly={readOnly}
              workspace={workspace}
              onToggle={() => { setOpen(open === test.key ? null : test.key); }}
              onChange={(part) => { setTests((present) => present.map((one) => (one.key === test.key ? { ...one, ...part } : one))); }}
              onRemove={() => { setTests((present) => present.filter((one) => one.key !== test.key)); }}
            />
          ))}
        </ol>
      )}
      {!readOnly && tests.length > 0 && <CheckerFields workspace={workspace} onChange={onChange} />}
    </div>
  );
}

function Exchange({ tests, onImport }: { tests: readonly TestCase[]; onImport: (tests: TestCase[]) => void }): ReactNode {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState<{ text: string; bad: boolean } | null>(null);

  const take = async (input: HTMLInputElement): Promise<void> => {
    const chosen = Array.from(input.files ?? [], toNamedFile);
    input.value = '';
    if (chosen.length === 0) return;
    try {
      const imported = await importTests(chosen);
      onImport(imported);
      setTold({ text: `${count(imported.length, 'test')} added.`, bad: false });
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      setTold({ text: error.message, bad: true });
    }
  };

  return (
    <>
      <button type="button" className="button quiet small" onClick={() => files.current?.click()}>
        Import files
      </button>
      <button type="button" className="button quiet small" onClick={() => folder.current?.click()}>
        Import folder
      </button>
      <input ref={files} type="file" aria-label="Files with tests" hidden multiple accept=".json,.zip,.in,.out,.ans" onChange={(event) => void take(event.target)} />
      <input ref={folder} type="file" aria-label="Folder with tests" hidden {...{ webkitdirectory: '' }} onChange={(event) => void take(event.target)} />
      <button type="button" className="button quiet small" disabled={tests.length === 0} onClick={() => { saveFile('tests.json', exportJson(tests), 'application/json'); }}>
        Export JSON
      </button>
      <button
        type="button"
        className="button quiet small"
        disabled={tests.length === 0}
        onClick={() => void exportZip(tests).then((bytes) => { saveFile('tests.zip', bytes, 'application/zip'); })}
      >
        Export zip
      </button>
      {told !== null && (
        <p role={told.bad ? 'alert' : 'status'} className={`${styles.told ?? ''} ${told.bad ? 'problem' : 'hint'}`}>
          {told.text}
        </p>
      )}
    </>
  );
}

function toNamedFile(file: File): NamedFile {
  return {
    // In a folder, tests of the same number may lie in different places.
    name: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    read: async () => new Uint8Array(await file.arrayBuffer()),
  };
}
