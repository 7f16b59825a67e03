// expect: verdict=compile_error; stdout_contains=<script>alert(1)</script>; stdout_excludes=-; note=[stage=compile] markup in the compiler's words comes back as text
// category: markup in diagnostics
#error <script>alert(1)</script><img src=x onerror=alert(2)>
int main() {}
