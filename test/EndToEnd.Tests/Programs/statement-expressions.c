// Statement expressions, case ranges, labels as values, designated ranges.
#include <stdio.h>

#define MAX(a, b) ({ __auto_type x_ = (a); __auto_type y_ = (b); x_ > y_ ? x_ : y_; })

int main(void) {
    int table[10] = {[2 ... 5] = 7, [9] = 1};
    static void *steps[] = {&&one, &&two, &&done};
    int at = 0, total = 0;
next:
    goto *steps[at++];
one:
    total += MAX(table[3], table[9]);
    goto next;
two:
    for (int i = 0; i < 10; i++)
        switch (table[i]) {
            case 5 ... 8: total += 10; break;
            default: total += 1;
        }
    goto next;
done:
    printf("%d\n", total);
}
