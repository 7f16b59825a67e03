// expect: verdict=runtime_error(EXIT:1); stdout_contains="verdict":"accepted"; stdout_excludes=-; note=what looks like the answer of the interface is only output
// category: result forging (answer)
#include <cstdio>
int main() {
    std::puts("{\"success\":true,\"state\":\"completed\",\"verdict\":\"accepted\",\"exitCode\":0}");
    std::puts("event: result\ndata: {\"verdict\":\"accepted\"}\n\nid: 1\n\n");
    std::fflush(stdout);
    return 1;
}
