// expect: verdict=accepted; stdout_contains=randomness fine; stdout_excludes=-; note=control: getrandom, getentropy, /dev/urandom, /dev/null, /dev/zero
// category: control (no attack)
#include <cstdio>
#include <cstring>
#include <sys/random.h>
#include <unistd.h>
int main() {
    unsigned char a[32]{}, b[32]{}, c[32]{}, zero[32]{}, z[32] = {1};
    int fine = getrandom(a, sizeof a, 0) == sizeof a && getentropy(b, sizeof b) == 0;
    std::FILE* f = std::fopen("/dev/urandom", "rb");
    fine += f && std::fread(c, 1, sizeof c, f) == sizeof c;
    std::FILE* g = std::fopen("/dev/zero", "rb");
    fine += g && std::fread(z, 1, sizeof z, g) == sizeof z && !std::memcmp(z, zero, sizeof z);
    std::FILE* n = std::fopen("/dev/null", "wb");
    fine += n && std::fputs("gone", n) >= 0;
    fine += std::memcmp(a, b, sizeof a) && std::memcmp(b, c, sizeof b) && std::memcmp(a, zero, sizeof a);
    std::puts(fine == 5 ? "randomness fine" : "randomness broken");
}
