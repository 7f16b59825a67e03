#include <ext/pb_ds/assoc_container.hpp>
#include <ext/rope>
#include <iostream>

int main() {
    __gnu_cxx::rope<char> text("hello world");
    text.insert(5, ",");
    text.erase(0, 1);
    __gnu_pbds::gp_hash_table<int, int> table;
    for (int i = 0; i < 1000; i++) table[i * i % 97]++;
    std::cout << text << ' ' << table.size() << ' ' << table[1] << '\n';
}
