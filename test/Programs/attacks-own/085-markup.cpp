// expect: verdict=accepted; stdout_contains=<script>alert(document.cookie)</script>; stdout_excludes=-; note=markup comes back as text, in an answer that no browser takes for a page
// category: markup in output
#include <cstdio>
int main() {
    std::puts("<script>alert(document.cookie)</script>");
    std::puts("</pre><img src=x onerror=alert(1)><svg/onload=alert(1)>");
    std::puts("]]>--></textarea><iframe src='javascript:alert(1)'>");
}
