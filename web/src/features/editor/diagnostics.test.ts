import { describe, expect, it } from 'vitest';
import { parseDiagnostics } from './diagnostics';

const FILES = ['main.cpp', 'lib/a.h'];

describe('parseDiagnostics', () => {
  it.each([
    ['main.cpp:3:5: error: expected ‘;’', { file: 'main.cpp', line: 3, column: 5, severity: 'error', message: 'expected ‘;’' }],
    ['main.cpp:3:5: fatal error: x.h: No such file', { severity: 'error', message: 'x.h: No such file' }],
    ['lib/a.h:7:1: warning: unused', { file: 'lib/a.h', line: 7, severity: 'warning' }],
    ['./main.cpp:2:1: note: here', { file: 'main.cpp', severity: 'info' }],
    ['main.cpp:9: error: no column', { line: 9, column: 1, severity: 'error' }],
    ['main.cpp:9:2: required from here', { line: 9, column: 2, severity: 'info', message: 'required from here' }],
  ])('reads %j', (output, expected) => {
    expect(parseDiagnostics(output, FILES)).toMatchObject([expected]);
  });

  it.each(['/usr/include/c++/12/iostream:3:5: error: x', 'other.cpp:1:1: error: x', 'main.cpp: In function ‘int main()’:', 'main.cpp:0:1: error: x', 'collect2: error: ld returned 1'])(
    'finds no place in %j',
    (output) => {
      expect(parseDiagnostics(output, FILES)).toEqual([]);
    },
  );

  it('says on which line of the output it stands', () => {
    expect(parseDiagnostics('In file included from main.cpp:1:\nlib/a.h:1:1: error: x\n', FILES)[0]?.outputLine).toBe(1);
  });
});
