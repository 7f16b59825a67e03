// expect: verdict=accepted; stdout_contains=digraphs; stdout_excludes=-; note=[stage=compile] alternative tokens
// category: digraphs
%:include <cstdio>
int main() <% int a<:1:> = <%0%>; if (not a<:0:> and true) std::puts("digraphs"); %>
