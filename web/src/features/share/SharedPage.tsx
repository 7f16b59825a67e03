import { useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { httpApi } from '../../api/client';
import { ApiError, isAbort } from '../../api/errors';
import type { RunRequest } from '../../api/types';
import { parseDiagnostics, type Diagnostic } from '../editor/diagnostics';
import { EditorPane } from '../editor/EditorPane';
import { FileBar } from '../editor/FileBar';
import { ResultPanel } from '../result/ResultPanel';
import { Backoff, pause } from '../run/backoff';
import { RunController } from '../run/controller';
import { ranCases } from '../tests/cases';
import { TestsPanel } from '../tests/TestsPanel';
import { MAIN_KEY } from '../workspace/draft';
import { fromRequest } from '../workspace/toRequest';
import { useLanguages } from '../workspace/useLanguages';
import { sourceName, type Workspace } from '../workspace/workspace';
import { Header } from '../workbench/Header';
import headerStyles from '../workbench/Header.module.css';
import bench from '../workbench/Workbench.module.css';
import styles from './SharedPage.module.css';

const INPUTS_REMOVED =
  'The large inputs of this program (its standard input, tests and further files) were removed after the run; the code and the result are still here.';
const IGNORE = (): void => undefined;

/** A job as everybody sees it who has its link: the program, read-only, and its result. */
export function SharedPage({ jobId, onCopy }: { jobId: string; onCopy: (workspace: Workspace) => void }): ReactNode {
  const { request, problem } = useRequest(jobId);
  const workspace = useMemo(() => (request === null ? null : fromRequest(withoutEmptied(request))), [request]);
  const removed = request?.contentsRemoved === true;
  return (
    <div className={bench.page}>
      <Header>
        <span className={styles.title}>Shared program</span>
        <span className={headerStyles.spacer} />
        {workspace !== null && !removed && (
          <button type="button" className="button primary" onClick={() => { onCopy(workspace); }}>
            Edit a copy
          </button>
        )}
      </Header>
      {problem !== null && (
        <p role="alert" className={bench.banner}>
          {problem}
        </p>
      )}
      {removed && (
        <p role="status" className={bench.banner}>
          {INPUTS_REMOVED}
        </p>
      )}
      <main className={bench.main}>
        <h1 className="visually-hidden">Shared program</h1>
        {workspace !== null && <SharedJob jobId={jobId} workspace={workspace} />}
      </main>
    </div>
  );
}

function SharedJob({ jobId, workspace }: { jobId: string; workspace: Workspace }): ReactNode {
  const [controller] = useState(() => new RunController(httpApi));
  const run = useSyncExternalStore(controller.subscribe, controller.getState);
  const { languages } = useLanguages();
  const [chosen, setChosen] = useState(MAIN_KEY);

  useEffect(() => {
    void controller.attach(jobId, ranCases(workspace));
    return () => {
      controller.reset();
    };
  }, [controller, jobId, workspace]);

  const language = languages.find((one) => one.id === workspace.language);
  const main = sourceName(language);
  const files = useMemo(() => [{ key: MAIN_KEY, name: main, content: workspace.code }, ...workspace.files], [main, workspace]);
  const keyOf = (name: string): string => files.find((file) => file.name === name)?.key ?? MAIN_KEY;
  const names = useMemo(() => [workspace.language, language?.name ?? ''], [workspace.language, language]);
  const output = run.kind === 'finished' ? run.result.compileOutput : '';
  const diagnostics = useMemo(() => parseDiagnostics(output, files.map((file) => file.name)), [output, files]);
  const open = (place: Diagnostic): void => {
    setChosen(keyOf(place.file));
  };

  return (
    <>
      <section aria-label="Program" className={`${bench.editor ?? ''} ${styles.editor ?? ''}`}>
        <FileBar
          names={files.map((file) => file.name)}
          active={files.find((file) => file.key === chosen)?.name ?? main}
          readOnly
          onSelect={(name) => { setChosen(keyOf(name)); }}
        />
        <EditorPane opening={0} files={files} active={chosen} languageNames={names} diagnostics={diagnostics} readOnly />
      </section>
      <div className={`${bench.side ?? ''} ${styles.side ?? ''}`}>
        <ResultPanel run={run} diagnostics={diagnostics} onOpen={open} />
        {workspace.tests.length > 0 && <TestsPanel workspace={workspace} run={run} readOnly onChange={IGNORE} onRun={IGNORE} />}
        <Given workspace={workspace} />
      </div>
    </>
  );
}

/** What the program was given, as far as it is not the default. */
function Given({ workspace }: { workspace: Workspace }): ReactNode {
  const given = [
    ['Standard', workspace.standard],
    ['Compile options', workspace.compileOptions],
    ['Arguments', workspace.args],
    ['Standard input', workspace.tests.length > 0 ? '' : workspace.stdin],
  ].filter(([, value]) => value !== '');
  if (given.length === 0) return null;
  return (
    <dl className={styles.given}>
      {given.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <pre>{value}</pre>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What is left to show: an input that was removed must not look like an empty one. */
function withoutEmptied(request: RunRequest): RunRequest {
  return request.contentsRemoved === true ? { ...request, files: [], stdin: '', tests: [] } : request;
}

/** What was submitted; asked for until the server answers. */
function useRequest(jobId: string): { request: RunRequest | null; problem: string | null } {
  const [request, setRequest] = useState<RunRequest | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const load = async (): Promise<void> => {
      const backoff = new Backoff();
      for (;;) {
        try {
          setRequest(await httpApi.request(jobId, abort.signal));
          setProblem(null);
          return;
        } catch (error) {
          if (isAbort(error)) return;
          if (error instanceof ApiError && !error.isTemporary) {
            setProblem(describe(error));
            return;
          }
          setProblem('The server does not answer. The page keeps trying.');
          await pause(backoff.take(), abort.signal);
        }
      }
    };
    load().catch(IGNORE);
    return () => {
      abort.abort();
    };
  }, [jobId]);
  return { request, problem };
}

function describe(error: ApiError): string {
  if (error.status === 404) return 'There is no such program: the link is wrong, or the server has let it go, as it keeps programs for a limited time only.';
  if (error.status === 400) return 'This link is not complete. Ask for it once more.';
  return error.message;
}
