import type { ReactNode } from 'react';
import { ApiError } from '../../api/errors';
import type { JobStatus } from '../../api/types';
import type { Diagnostic } from '../editor/diagnostics';
import type { RunState } from '../run/controller';
import type { JobView } from '../run/jobView';
import { RunStatus } from '../run/RunStatus';
import { CompilerOutput } from './CompilerOutput';
import { Facts } from './Facts';
import { OutputSection } from './OutputSection';
import styles from './ResultPanel.module.css';
import { describeEnd, describeResult } from './verdicts';

interface ResultPanelProps {
  run: RunState;
  diagnostics: readonly Diagnostic[];
  onOpen: (place: Diagnostic) => void;
}

/** What became of the program: its state while it waits and runs, then its verdict and all that it wrote. */
export function ResultPanel({ run, diagnostics, onOpen }: ResultPanelProps): ReactNode {
  return (
    <section aria-label="Result" className={styles.panel}>
      <RunStatus run={run} />
      {run.kind === 'idle' && <p className={styles.empty}>Run the program to see what it prints.</p>}
      {run.kind === 'refused' && <Refusal error={run.error} />}
      {run.kind === 'following' && <LiveOutput job={run.job} />}
      {run.kind === 'finished' && <Finished result={run.result} diagnostics={diagnostics} onOpen={onOpen} />}
    </section>
  );
}

function LiveOutput({ job }: { job: JobView }): ReactNode {
  return (
    <>
      <h2 className="visually-hidden">Output so far</h2>
      {job.outputCut && <p className={styles.note}>Only the end of the output is shown while the program runs.</p>}
      {job.stdout !== '' && <OutputSection title="Output" text={job.stdout} live />}
      {job.stderr !== '' && <OutputSection title="Error output" text={job.stderr} live />}
    </>
  );
}

interface FinishedProps {
  result: JobStatus;
  diagnostics: readonly Diagnostic[];
  onOpen: (place: Diagnostic) => void;
}

function Finished({ result, diagnostics, onOpen }: FinishedProps): ReactNode {
  const { label, tone } = describeResult({ verdict: result.verdict, hasTests: result.tests !== null });
  const end = describeEnd(result);
  const { jobId } = result;
  const ran = result.exitCode !== null || result.signal !== null || result.stdout !== '' || result.stderr !== '';
  // The tests show their own outputs.
  const showOutputs = ran && result.tests === null;
  return (
    <>
      <div className={styles.summary} data-tone={tone}>
        <div>
          <h2 className={styles.verdict}>{label}</h2>
          {result.message !== null && <p>{result.message}</p>}
          {end !== null && result.message !== end && <p className={styles.end}>{end}.</p>}
        </div>
        <Facts result={result} />
      </div>
      {result.compileOutput !== '' && (
        <OutputSection
          title="Compiler"
          text={result.compileOutput}
          truncated={result.compileOutputTruncated}
          source={{ jobId, stream: 'compileOutput' }}
        >
          <CompilerOutput text={result.compileOutput} diagnostics={diagnostics} onOpen={onOpen} />
        </OutputSection>
      )}
      {showOutputs && result.stdout === '' && result.stderr === '' && <p className={styles.empty}>The program wrote nothing.</p>}
      {showOutputs && result.stdout !== '' && (
        <OutputSection title="Output" text={result.stdout} truncated={result.stdoutTruncated} source={{ jobId, stream: 'stdout' }} />
      )}
      {showOutputs && result.stderr !== '' && (
        <OutputSection title="Error output" text={result.stderr} truncated={result.stderrTruncated} source={{ jobId, stream: 'stderr' }} />
      )}
    </>
  );
}

function Refusal({ error }: { error: Error }): ReactNode {
  const fields = error instanceof ApiError ? Object.entries(error.fields) : [];
  return (
    <div role="alert" className={styles.summary} data-tone="bad">
      <div>
        <h2 className={styles.verdict}>Not run</h2>
        {fields.length === 0 && <p>{error.message}</p>}
        {fields.length > 0 && (
          <ul className={styles.fields}>
            {fields.flatMap(([field, messages]) => messages.map((message) => <li key={`${field} ${message}`}>{message}</li>))}
          </ul>
        )}
        <p className={styles.end}>{advice(error)}</p>
      </div>
    </div>
  );
}

function advice(error: Error): string {
  if (!(error instanceof ApiError)) return 'Correct it and run again.';
  if (error.status === 400 || error.status === 413) return 'Correct it and run again.';
  if (error.status === 401) return 'Enter your API key under Options and run again.';
  if (error.status === 404) return 'The server does not know this job. It keeps results for a limited time only; run the program again.';
  return 'Run again; if it stays so, tell whoever runs this server.';
}
