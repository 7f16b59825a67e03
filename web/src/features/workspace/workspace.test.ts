import { describe, expect, it } from 'vitest';
import { joinArguments, splitArguments } from './arguments';
import { fromRequest, InputError, toRequest } from './toRequest';
import { checkFileName, describeWorkspace, newFile, newTest, newWorkspace } from './workspace';

describe('splitArguments', () => {
  it.each([
    ['', []],
    ['  a  b ', ['a', 'b']],
    [`'a b' "c d"`, ['a b', 'c d']],
    [`a'b c'd`, ['ab cd']],
    [`'' ""`, ['', '']],
    [String.raw`a\ b "c\"d" 'e\f'`, ['a b', 'c"d', String.raw`e\f`]],
    ['-DX="1 2"', ['-DX=1 2']],
  ])('splits %j', (line, expected) => {
    expect(splitArguments(line)).toEqual(expected);
  });

  it('refuses a quote that is not closed', () => {
    expect(() => splitArguments(`a "b`)).toThrow(/not closed/);
  });

  it('splits again what was joined', () => {
    const args = ['plain', 'two words', '', `it's`, '"quoted"', 'back\\slash', 'new\nline'];
    expect(splitArguments(joinArguments(args))).toEqual(args);
  });
});

describe('toRequest', () => {
  it('leaves out what was left empty', () => {
    expect(toRequest(newWorkspace({ code: 'x' }), false)).toEqual({ language: 'cpp', code: 'x' });
  });

  it('changes units to those of the server', () => {
    const workspace = newWorkspace({ limits: { cpuSeconds: '1.5', wallSeconds: '3', memoryMiB: '64', outputKiB: '1', processes: '8' } });
    expect(toRequest(workspace, false).limits).toEqual({ cpuTimeMs: 1500, wallTimeMs: 3000, memoryBytes: 67_108_864, outputBytes: 1024, processes: 8 });
  });

  it('names tests, and sends no expectation where any output is right', () => {
    const workspace = newWorkspace({ stdin: 'unused', tests: [newTest({ stdin: '1', expected: '' }), newTest({ name: 'any', expected: null })] });
    const request = toRequest(workspace, true);
    expect(request.tests).toEqual([
      { name: 'test 1', stdin: '1', expectedOutput: '' },
      { name: 'any', stdin: '' },
    ]);
    expect(request.stdin).toBeUndefined();
  });

  it.each([
    ['args', { args: `'` }, /arguments/],
    ['limits', { limits: { cpuSeconds: 'much', wallSeconds: '', memoryMiB: '', outputKiB: '', processes: '' } }, /CPU time.*much/],
  ])('refuses what can not be sent: %s', (_, part, message) => {
    expect(() => toRequest(newWorkspace(part), false)).toThrow(InputError);
    expect(() => toRequest(newWorkspace(part), false)).toThrow(message);
  });

  it('makes the same request again of a workspace made from it', () => {
    const workspace = newWorkspace({
      language: 'c',
      standard: '17',
      code: 'int main() {}',
      files: [newFile({ name: 'a.h', content: '' })],
      args: `'a b' c`,
      compileOptions: '-O3',
      limits: { cpuSeconds: '0.25', wallSeconds: '', memoryMiB: '32', outputKiB: '', processes: '4' },
      tests: [newTest({ name: 'one', stdin: '1\n', expected: '2\n' }), newTest({ name: 'two', expected: null })],
      checker: 'float',
      absoluteTolerance: '0.001',
      stopOnFirstFailure: true,
    });
    const request = toRequest(workspace, true);
    expect(toRequest(fromRequest(request), true)).toEqual(request);
  });
});

describe('checkFileName', () => {
  it.each(['a.h', 'lib/a.h', '.hidden', 'ä.txt'])('takes %j', (name) => {
    expect(checkFileName(name, ['main.cpp'])).toBeNull();
  });

  it.each(['', 'main.cpp', '/a', 'a/', 'a//b', '../a', 'a/./b', 'a\\b', 'a\nb', '-a', '@a', 'main.cpp/a', 'x'.repeat(256)])('refuses %j', (name) => {
    expect(checkFileName(name, ['main.cpp'])).not.toBeNull();
  });
});

describe('describeWorkspace', () => {
  it.each([
    ['// Sum\nint main() {}', 'Sum'],
    ['/* Sum */', 'Sum'],
    ['\n  int main() {}\n', 'int main() {}'],
    ['#include <iostream>\n# define X 1\n\nint main() {}', 'int main() {}'],
    ['#include <iostream>\n// Sum', 'Sum'],
    ['# Sum\nprint(1)', 'Sum'],
    ['', 'Empty program'],
  ])('calls %j %j', (code, expected) => {
    expect(describeWorkspace({ code })).toBe(expected);
  });
});
