#include <cfenv>
#include <cfloat>
#include <cmath>
#include <cstdio>
#include <limits>

int main() {
    volatile double zero = 0, tenth = 0.1;
    printf("%.17g %.17g %d %d\n", tenth + 0.2, std::sqrt(2.0), std::isnan(zero / zero), std::isinf(-1 / zero));
    printf("%.20Lg %g %g\n", 1.0L / 3, DBL_EPSILON, std::numeric_limits<double>::denorm_min());
    printf("%.3f %.0f %.0f %ld %g\n", std::fma(2.0, 3.0, 4.0), std::round(2.5), std::nearbyint(2.5), std::lround(-2.5), std::tgamma(6.0));
}
