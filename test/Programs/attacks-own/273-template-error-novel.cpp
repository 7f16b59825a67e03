// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=-; note=[stage=compile] one error whose explanation is a novel
// category: long diagnostics
#include <algorithm>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <vector>
int main() {
    std::map<std::string, std::vector<std::map<std::string, std::function<int(std::list<std::string>)>>>> m;
    std::sort(m.begin(), m.end(), [](auto& a, auto& b) { return a << b; });
    std::sort(m, m);
}
