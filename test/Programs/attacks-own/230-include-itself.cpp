// expect: verdict=compile_error; stdout_contains=-; stdout_excludes=-; note=[stage=compile] [bomb] includes itself twice at every level: 2^200 inclusions before the nesting limit helps
// category: include bomb
#if __INCLUDE_LEVEL__ < 150
#include __FILE__
#include __FILE__
#endif
int x;
