// stdin: 4 10\n5 3\n4 2\n3 5\n9 6\n
#include <stdio.h>

static int best[10001];

int main(void) {
    int n, room, weight, value;
    scanf("%d %d", &n, &room);
    while (n--) {
        scanf("%d %d", &weight, &value);
        for (int i = room; i >= weight; i--)
            if (best[i - weight] + value > best[i]) best[i] = best[i - weight] + value;
    }
    printf("%d\n", best[room]);
}
