// expect: verdict=accepted; stdout_contains=end of bytes; stdout_excludes=-; note=stray continuation bytes, overlong forms, surrogates, truncated sequences: the answer stays valid UTF-8
// category: invalid UTF-8
#include <cstdio>
int main() {
    std::fputs("\x80\xBF \xC0\xAF \xE0\x80\xAF \xED\xA0\x80\xED\xB0\x80 \xF4\x90\x80\x80 \xF8\x88\x80\x80\x80 \xFE\xFF \xE2\x82 \xF0\x9F\x98", stdout);
    std::puts(" end of bytes");
    std::fputs("\xFF\xFE\xEF\xBB\xBF\xC3", stderr);
}
