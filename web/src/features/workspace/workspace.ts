import type { CheckerType, Language, SourceFile } from '../../api/types';

/** A test as it is edited. */
export interface TestCase {
  /** Tells rows apart on the page; the server never sees it. */
  key: string;
  name: string;
  stdin: string;
  /** Null: whatever the program writes is right. */
  expected: string | null;
}

/** A file beside the main source, as it is edited. */
export interface ProgramFile extends SourceFile {
  /** The same whatever it is called; the server never sees it. */
  key: string;
}

/** Limits as they are typed in; empty: the server's default. */
export interface LimitFields {
  cpuSeconds: string;
  wallSeconds: string;
  memoryMiB: string;
  outputKiB: string;
  processes: string;
}

/** All that somebody has typed in for one program. */
export interface Workspace {
  id: string;
  language: string;
  /** Empty: the language's default. */
  standard: string;
  code: string;
  files: ProgramFile[];
  stdin: string;
  args: string;
  compileOptions: string;
  limits: LimitFields;
  tests: TestCase[];
  checker: CheckerType;
  absoluteTolerance: string;
  relativeTolerance: string;
  stopOnFirstFailure: boolean;
}

export const NO_LIMITS: LimitFields = { cpuSeconds: '', wallSeconds: '', memoryMiB: '', outputKiB: '', processes: '' };

/** Random, and made without `crypto.randomUUID`, which is missing on pages served without TLS. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function newWorkspace(part: Partial<Workspace> = {}): Workspace {
  return {
    id: newId(),
    language: 'cpp',
    standard: '',
    code: '',
    files: [],
    stdin: '',
    args: '',
    compileOptions: '',
    limits: NO_LIMITS,
    tests: [],
    checker: 'lines',
    absoluteTolerance: '',
    relativeTolerance: '',
    stopOnFirstFailure: false,
    ...part,
  };
}

export function newTest(part: Partial<TestCase> = {}): TestCase {
  return { key: newId(), name: '', stdin: '', expected: '', ...part };
}

export function newFile({ name, content }: SourceFile): ProgramFile {
  return { key: newId(), name, content };
}

/** The name that a test goes by where none was given. */
export function testName(test: TestCase, index: number): string {
  return test.name.trim() === '' ? `test ${index + 1}` : test.name;
}

const DIRECTIVE = /^\s*#\s*(?:include|define|undef|pragma|if|ifdef|ifndef|elif|else|endif|error|line)\b/;

/** A line that tells what a program is, for lists. */
export function describeWorkspace(workspace: Pick<Workspace, 'code'>): string {
  // In C and C++ a # begins what every program begins with, which tells none of them apart.
  const lines = workspace.code.split('\n').filter((line) => !DIRECTIVE.test(line));
  const comment = /^\s*(?:\/\/|#|\/\*)\s*(\S.*?)\s*(?:\*\/)?$/m.exec(lines.join('\n'))?.[1];
  const first = comment ?? lines.find((line) => line.trim() !== '');
  return first?.trim().slice(0, 80) ?? 'Empty program';
}

/** Main sources are called as the language says; before the list of languages is there, as C++ calls them. */
export function sourceName(language: Language | undefined): string {
  return language?.sourceName ?? 'main.cpp';
}

const MAX_NAME_BYTES = 255;

/** Why a file can't be called so; null if it can. The server has the last word. */
export function checkFileName(name: string, others: readonly string[]): string | null {
  if (name === '') return 'Give the file a name.';
  if (new TextEncoder().encode(name).length > MAX_NAME_BYTES) return `A name has at most ${MAX_NAME_BYTES} bytes.`;
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(name)) return 'A name has no backslash and no control character.';
  if (/^[-@]/.test(name)) return 'A name does not begin with - or @.';
  if (name.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    return 'A name is relative, with single slashes between its parts, and none of them is . or ..';
  }
  if (others.includes(name)) return 'There is a file of this name already.';
  if (others.some((other) => other.startsWith(`${name}/`) || name.startsWith(`${other}/`))) return 'A file and a folder can not have the same name.';
  return null;
}
