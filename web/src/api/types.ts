/** What the gateway sends and takes; docs/api.md describes it. Times are milliseconds, sizes are bytes. */

export type JobState = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

export type Verdict =
  | 'accepted'
  | 'wrong_answer'
  | 'time_limit_exceeded'
  | 'memory_limit_exceeded'
  | 'output_limit_exceeded'
  | 'runtime_error'
  | 'compile_error'
  | 'internal_error'
  | 'cancelled';

export interface Language {
  id: string;
  name: string;
  aliases: string[];
  version: string;
  standards: string[];
  /** What each of the standards means; left out by older servers. */
  dialects?: { name: string; standard: string; compilerName: string; names: string[] }[];
  defaultStandard: string | null;
  /** Regular expressions, each matching an allowed option as a whole. */
  compileOptions: string[];
  sourceName: string;
}

export interface SourceFile {
  name: string;
  content: string;
}

export type CheckerType = 'exact' | 'lines' | 'tokens' | 'float';

export interface Checker {
  type: CheckerType;
  absoluteTolerance?: number;
  relativeTolerance?: number;
}

export interface RunTest {
  name: string;
  stdin: string;
  /** Left out: whatever the program writes is right. */
  expectedOutput?: string;
}

export interface RunLimits {
  cpuTimeMs?: number;
  wallTimeMs?: number;
  memoryBytes?: number;
  stackBytes?: number;
  outputBytes?: number;
  processes?: number;
}

export interface RunRequest {
  language: string;
  code: string;
  standard?: string;
  stdin?: string;
  args?: string[];
  files?: SourceFile[];
  sources?: string[];
  compileOptions?: string[];
  tests?: RunTest[];
  checker?: Checker;
  stopOnFirstFailure?: boolean;
  limits?: RunLimits;
  /** Only in what the server shows: its inputs were removed after the run, and are empty here. */
  contentsRemoved?: boolean;
}

export interface Usage {
  cpuTimeMs: number;
  wallTimeMs: number;
  memoryBytes: number;
}

export interface TestResult extends Usage {
  name: string;
  verdict: Verdict;
  message: string | null;
  stdout: string;
  stderr: string;
  stdoutTruncated: boolean;
  stderrTruncated: boolean;
  exitCode: number | null;
  signal: string | null;
}

export interface Progress {
  phase: 'compiling' | 'testing';
  test: number;
  tests: number;
  text: string;
}

export interface JobStatus {
  jobId: string;
  state: JobState;
  output: string;
  language: string;
  verdict: Verdict | null;
  message: string | null;
  stdout: string;
  stderr: string;
  compileOutput: string;
  stdoutTruncated: boolean;
  stderrTruncated: boolean;
  compileOutputTruncated: boolean;
  exitCode: number | null;
  signal: string | null;
  cpuTimeMs: number | null;
  wallTimeMs: number | null;
  memoryBytes: number | null;
  compile: Usage | null;
  tests: TestResult[] | null;
  queuePosition: number | null;
  progress: Progress | null;
  attempts: number;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

/** What `/events` sends, by the event's name. */
export type JobEvent =
  | { event: 'state'; data: { state: JobState; attempt: number } }
  | { event: 'progress'; data: Progress }
  | { event: 'output'; data: { test: number; stream: 'stdout' | 'stderr'; data: string } }
  | { event: 'test'; data: { test: number; verdict: Verdict } & Usage }
  | { event: 'missed'; data: { count: number } }
  | { event: 'result'; data: JobStatus };

export interface Silo {
  name: string;
  /** Its address, with the number of its start: another after each restart. */
  address: string;
  status: 'active' | 'leaving' | 'silent';
  version: string;
  sandbox: string;
  startedAt: string;
  reportedAt: string;
  slots: number;
  busy: number;
  processors: number;
  languages: { id: string; name: string; version: string }[];
  runs: number;
  runSeconds: number;
  finished: Record<string, number>;
  memoryBytes: number;
  cpuSeconds: number;
}

export interface Lanes {
  interactive: number;
  batch: number;
  running: number;
  idleSlots: number;
}

/** What was done since `since`; only grows until that changes. */
export interface Totals {
  since: string;
  accepted: number;
  leased: number;
  waitSeconds: number;
  runs: number;
  runSeconds: number;
  retries: number;
  finished: Record<string, number>;
}

export interface Cluster {
  at: string;
  silos: Silo[];
  slots: { count: number; busy: number };
  queue: Lanes & { limit: number; shards: (Lanes & { shard: number; reachable: boolean })[] };
  totals: Totals;
}

export function isFinished(state: JobState): boolean {
  return state === 'completed' || state === 'failed' || state === 'cancelled';
}
