import { newFile, newTest, newWorkspace, type Workspace } from '../workspace/workspace';

export interface Example {
  title: string;
  make: () => Workspace;
}

const HELLO = `// Hello
#include <iostream>
#include <string>

int main() {
    std::string name;
    std::getline(std::cin, name);
    std::cout << "Hello, " << (name.empty() ? "world" : name) << "!\\n";
}
`;

const SUM = `// Sum of numbers, with tests
#include <iostream>

int main() {
    long long sum = 0, number;
    while (std::cin >> number) sum += number;
    std::cout << sum << '\\n';
}
`;

const LIVE = `// Output as it comes, in colours
#include <chrono>
#include <iostream>
#include <thread>

int main() {
    for (int step = 1; step <= 5; ++step) {
        std::cout << "\\x1b[3" << step << "mstep " << step << "\\x1b[0m of 5" << std::endl;
        std::this_thread::sleep_for(std::chrono::seconds(1));
    }
}
`;

const FILES_MAIN = `// Several files
#include <iostream>
#include "shapes/circle.h"

int main() {
    std::cout << Circle{2}.area() << '\\n';
}
`;

const CIRCLE_H = `#pragma once

struct Circle {
    double radius;
    double area() const;
};
`;

const CIRCLE_CPP = `#include "circle.h"
#include <numbers>

double Circle::area() const {
    return std::numbers::pi * radius * radius;
}
`;

const HELLO_C = `/* Hello in C */
#include <stdio.h>

int main(int argc, char **argv) {
    printf("Hello, %s!\\n", argc > 1 ? argv[1] : "world");
    return 0;
}
`;

export const EXAMPLES: readonly Example[] = [
  { title: 'Hello', make: () => newWorkspace({ code: HELLO, stdin: 'Ada\n' }) },
  {
    title: 'Sum of numbers, with tests',
    make: () =>
      newWorkspace({
        code: SUM,
        stdin: '1 2 3\n',
        tests: [
          newTest({ name: 'three numbers', stdin: '1 2 3\n', expected: '6\n' }),
          newTest({ name: 'below zero', stdin: '-5 2\n', expected: '-3\n' }),
          newTest({ name: 'nothing', stdin: '', expected: '0\n' }),
        ],
      }),
  },
  {
    title: 'Output as it comes, in colours',
    make: () => newWorkspace({ code: LIVE, limits: { cpuSeconds: '', wallSeconds: '10', memoryMiB: '', outputKiB: '', processes: '' } }),
  },
  {
    title: 'Several files',
    make: () =>
      newWorkspace({
        code: FILES_MAIN,
        files: [
          newFile({ name: 'shapes/circle.h', content: CIRCLE_H }),
          newFile({ name: 'shapes/circle.cpp', content: CIRCLE_CPP }),
        ],
      }),
  },
  { title: 'Hello in C', make: () => newWorkspace({ language: 'c', code: HELLO_C, args: 'Ada' }) },
];
