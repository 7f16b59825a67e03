import type { Checker, RunLimits, RunRequest } from '../../api/types';
import { joinArguments, splitArguments } from './arguments';
import { NO_LIMITS, newFile, newTest, newWorkspace, testName, type LimitFields, type Workspace } from './workspace';

const MS_PER_SECOND = 1000;
const KIB = 1024;
const MIB = 1024 * KIB;

/** Something typed in that can't be sent. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** The request that runs a program: on its tests, or once on its standard input. @throws InputError */
export function toRequest(workspace: Workspace, onTests: boolean): RunRequest {
  const request: RunRequest = { language: workspace.language, code: workspace.code };
  if (workspace.standard !== '') request.standard = workspace.standard;
  if (workspace.files.length > 0) request.files = workspace.files.map(({ name, content }) => ({ name, content }));
  const args = split(workspace.args, 'arguments');
  if (args.length > 0) request.args = args;
  const options = split(workspace.compileOptions, 'compile options');
  if (options.length > 0) request.compileOptions = options;
  const limits = toLimits(workspace.limits);
  if (Object.keys(limits).length > 0) request.limits = limits;
  if (!onTests) {
    if (workspace.stdin !== '') request.stdin = workspace.stdin;
    return request;
  }
  request.tests = workspace.tests.map((test, index) => ({
    name: testName(test, index),
    stdin: test.stdin,
    ...(test.expected === null ? {} : { expectedOutput: test.expected }),
  }));
  request.checker = toChecker(workspace);
  if (workspace.stopOnFirstFailure) request.stopOnFirstFailure = true;
  return request;
}

/** The workspace that makes this request. */
export function fromRequest(request: RunRequest): Workspace {
  const { checker, limits } = request;
  return newWorkspace({
    language: request.language,
    standard: request.standard ?? '',
    code: request.code,
    files: (request.files ?? []).map(newFile),
    stdin: request.stdin ?? '',
    args: joinArguments(request.args ?? []),
    compileOptions: joinArguments(request.compileOptions ?? []),
    limits: limits === undefined ? NO_LIMITS : fromLimits(limits),
    tests: (request.tests ?? []).map((test) => newTest({ name: test.name, stdin: test.stdin, expected: test.expectedOutput ?? null })),
    checker: checker?.type ?? 'lines',
    absoluteTolerance: checker?.absoluteTolerance?.toString() ?? '',
    relativeTolerance: checker?.relativeTolerance?.toString() ?? '',
    stopOnFirstFailure: request.stopOnFirstFailure ?? false,
  });
}

function split(line: string, what: string): string[] {
  try {
    return splitArguments(line);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InputError(`In the ${what}: ${error.message}`);
    throw error;
  }
}

function toLimits(fields: LimitFields): RunLimits {
  const limits: RunLimits = {};
  const cpu = toNumber(fields.cpuSeconds, 'CPU time', MS_PER_SECOND);
  if (cpu !== null) limits.cpuTimeMs = cpu;
  const wall = toNumber(fields.wallSeconds, 'wall time', MS_PER_SECOND);
  if (wall !== null) limits.wallTimeMs = wall;
  const memory = toNumber(fields.memoryMiB, 'memory', MIB);
  if (memory !== null) limits.memoryBytes = memory;
  const output = toNumber(fields.outputKiB, 'output', KIB);
  if (output !== null) limits.outputBytes = output;
  const processes = toNumber(fields.processes, 'processes', 1);
  if (processes !== null) limits.processes = processes;
  return limits;
}

function fromLimits(limits: RunLimits): LimitFields {
  const show = (value: number | undefined, unit: number): string => (value === undefined ? '' : String(value / unit));
  return {
    cpuSeconds: show(limits.cpuTimeMs, MS_PER_SECOND),
    wallSeconds: show(limits.wallTimeMs, MS_PER_SECOND),
    memoryMiB: show(limits.memoryBytes, MIB),
    outputKiB: show(limits.outputBytes, KIB),
    processes: show(limits.processes, 1),
  };
}

function toChecker(workspace: Workspace): Checker {
  if (workspace.checker !== 'float') return { type: workspace.checker };
  const absolute = toDecimal(workspace.absoluteTolerance, 'absolute tolerance');
  const relative = toDecimal(workspace.relativeTolerance, 'relative tolerance');
  return {
    type: 'float',
    ...(absolute === null ? {} : { absoluteTolerance: absolute }),
    ...(relative === null ? {} : { relativeTolerance: relative }),
  };
}

/** A whole number of the server's unit, from a decimal number of a larger one. */
function toNumber(text: string, what: string, unit: number): number | null {
  const value = toDecimal(text, what);
  return value === null ? null : Math.round(value * unit);
}

function toDecimal(text: string, what: string): number | null {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return null;
  const value = Number(trimmed);
  if (!Number.isFinite(value) || value < 0) throw new InputError(`The ${what} must be a number, not “${text.trim()}”.`);
  return value;
}
